"""Sentences with a blank, and a passage that fills it: reading learned from plain text.

A name, a number or a phrase that stands twice is left out of one of its sentences, and is to be found where it stands
otherwise: in the rest of the passage (recurring spans: Ram et al. 2021, Splinter), or in another one that search finds
for the sentence (span selection: Glass et al. 2020).
"""

import random
import re
from collections.abc import Iterator, Mapping

from training.data import Place
from training.groups import Candidate, Group
from training.library import DEEPEST, searched
from training.material import Material
from training.questions import ASKING
from vectorstore.text.analysis import STOP_WORDS, content_terms

WORDS = (7, 32)  # of a sentence, at least and at most
PHRASE = 4  # words of a phrase that stands twice, at most
TELLING = 7  # letters of a single word that is no name, at least
SHARED = 2  # content terms that a sentence and another passage share, at least, beside what is left out
WRONG = 3  # passages beside the right one
_WORD = re.compile(r"\w[\w'’.,-]*\w|\w")
_SPECIAL = re.compile(r"[A-Z]|\d")


def blanks(material: Material) -> Iterator[Group]:
    """For each passage a sentence with a blank; its own rest fills it, or another passage."""
    passages, dice = material.library.passages, material.dice
    asked: list[tuple[int, str, str, Candidate | None]] = []
    for i, passage in enumerate(passages):
        spans = [(s.start - passage.start, s.end - passage.start) for s in passage.sentences]
        for start, end in dice.sample(spans, len(spans)):
            sentence, rest = passage.text[start:end], passage.text[:start] + passage.text[end:].lstrip()
            if not WORDS[0] <= len(sentence.split()) <= WORDS[1]:
                continue
            if said := twice(sentence, rest, dice):
                place = found(said, rest)
                shown = Candidate(rest, material.context(passage), place)
                asked.append((i, said, blanked(sentence, said, dice), shown))
                break
            if names := [p for p in phrases(sentence) if _SPECIAL.match(p)]:
                said = dice.choice(names)
                asked.append((i, said, blanked(sentence, said, dice), None))
                break
    ranked = searched(material.library, [question for _, _, question, _ in asked], material.embedder, material.kept)
    for (i, said, question, shown), scores in zip(asked, ranked, strict=True):
        others = {j: score for j, score in list(scores.items())[:DEEPEST] if j != i}
        fused = 0.0  # search found the sentence itself there, which says nothing
        if shown is None and (j := filling(material, question, said, others)) is not None:
            text = passages[j].text
            shown, fused = Candidate(text, material.context(passages[j]), found(said, text)), others[j]
        if shown:
            wrong = [j for j in others if said.casefold() not in passages[j].text.casefold()]
            picked = dice.sample(wrong, min(WRONG, len(wrong)))
            beside = [
                Candidate(passages[j].text, passages[j].context if shown.context else "", None, others[j])
                for j in picked
            ]
            right = Candidate(shown.text, shown.context, shown.answer, fused)
            yield Group(question, (right, *beside), 0, "blank")


def filling(material: Material, question: str, said: str, scores: Mapping[int, float]) -> int | None:
    """The first passage found that holds what is left out, and more of the sentence."""
    terms = set(content_terms(question)) - set(content_terms(said))
    for j in scores:
        text = material.library.passages[j].text
        if found(said, text) and len(terms & set(content_terms(text))) >= SHARED:
            return j
    return None


def phrases(sentence: str) -> list[str]:
    """Runs of words that begin and end with one that says something, but for the sentence's first word."""
    words = list(_WORD.finditer(sentence))
    fit = [bool(w.start()) and w.group().lower() not in STOP_WORDS and len(w.group()) > 2 for w in words]
    return [
        sentence[words[a].start() : words[b].end()]
        for a in range(len(words))
        for b in range(a, min(a + PHRASE, len(words)))
        if fit[a] and fit[b]
    ]


def twice(sentence: str, rest: str, dice: random.Random) -> str | None:
    """A phrase of a sentence that stands in the rest as well: a name or a number rather than others, and a long one."""
    there = [p for p in phrases(sentence) if found(p, rest)]
    whole = [p for p in there if not any(p != other and p in other for other in there)]
    special = [p for p in whole if _SPECIAL.match(p)]
    whole = [p for p in whole if " " in p or len(p) >= TELLING]
    return dice.choice(special or whole) if special or (whole and dice.random() < 0.5) else None


def found(said: str, text: str) -> Place | None:
    """Where a text says something, as whole words."""
    match = re.search(rf"(?<!\w){re.escape(said)}(?!\w)", text)
    return match.span() if match else None


def asking(said: str, dice: random.Random) -> str:
    """The word that asks for it."""
    if re.fullmatch(r"[12]\d{3}", said):
        return "when"
    if said[0].isdigit():
        return "how many"
    return dice.choice(("who", "which", "what") if said[0].isupper() else ("what", "which"))


def blanked(sentence: str, said: str, dice: random.Random) -> str:
    """The sentence as a question for what is left out of it, in place or in front; now and then without some words."""
    word = asking(said, dice)
    start = sentence.index(said)
    before, after = sentence[:start].strip(), sentence[start + len(said) :].strip(" .!?")
    order = (before, word, after) if dice.random() < 0.5 else (word, after, before)
    kept = " ".join(part for part in order if part).split()
    if dice.random() < 0.5:
        kept = [w for w in kept if w in ASKING or dice.random() < 0.8]
    text = " ".join(kept)
    return f"{text[:1].upper()}{text[1:]}?" if dice.random() < 0.6 else text.lower()
