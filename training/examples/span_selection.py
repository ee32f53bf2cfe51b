"""Span selection: a sentence with a blank as the question, and a passage that fills the blank, made of plain text.

A name, number or phrase that occurs twice is left out of one sentence and is to be found where it occurs again: in the
rest of the passage (recurring spans: Ram et al. 2021, Splinter), or in another passage that search finds for the
sentence (span selection: Glass et al. 2020).
"""

import random
import re
from collections.abc import Iterator, Mapping

from training.data.reading_set import Place
from training.data.search import DEEPEST, searched
from training.data.word_lists import QUESTION_WORDS
from training.examples.dataset import Dataset
from training.examples.example import Candidate, Example
from vectorstore.text.analysis import STOP_WORDS, content_terms

WORDS = (7, 32)  # of a sentence, at least and at most
PHRASE = 4  # words of a phrase that occurs twice, at most
LONG_WORD = 7  # letters of a single word that is no name, at least
SHARED = 2  # content terms that sentence and passage share, at least, besides the missing phrase
WRONG = 3  # wrong passages
_WORD = re.compile(r"\w[\w'’.,-]*\w|\w")
_SPECIAL = re.compile(r"[A-Z]|\d")


def span_selection_examples(dataset: Dataset) -> Iterator[Example]:
    """For each passage a sentence with a blank, which the rest of the passage or another passage fills."""
    passages, rng = dataset.passage_set.passages, dataset.rng
    questions: list[tuple[int, str, str, Candidate | None]] = []
    for i, passage in enumerate(passages):
        spans = [(s.start - passage.start, s.end - passage.start) for s in passage.sentences]
        for start, end in rng.sample(spans, len(spans)):
            sentence, rest = passage.text[start:end], passage.text[:start] + passage.text[end:].lstrip()
            if not WORDS[0] <= len(sentence.split()) <= WORDS[1]:
                continue
            if missing := recurring_phrase(sentence, rest, rng):
                place = find_phrase(missing, rest)
                shown = Candidate(rest, dataset.context(passage), place)
                questions.append((i, missing, with_blank(sentence, missing, rng), shown))
                break
            if names := [p for p in phrases(sentence) if _SPECIAL.match(p)]:
                missing = rng.choice(names)
                questions.append((i, missing, with_blank(sentence, missing, rng), None))
                break
    ranked = searched(
        dataset.passage_set, [question for _, _, question, _ in questions], dataset.embedder, dataset.cache
    )
    for (i, missing, question, shown), scores in zip(questions, ranked, strict=True):
        others = {j: score for j, score in list(scores.items())[:DEEPEST] if j != i}
        fused = 0.0  # search found the sentence itself there, which says nothing
        if shown is None and (j := filling_passage(dataset, question, missing, others)) is not None:
            text = passages[j].text
            shown, fused = Candidate(text, dataset.context(passages[j]), find_phrase(missing, text)), others[j]
        if shown:
            wrong = [j for j in others if missing.casefold() not in passages[j].text.casefold()]
            picked = rng.sample(wrong, min(WRONG, len(wrong)))
            beside = [
                Candidate(passages[j].text, passages[j].context if shown.context else "", None, others[j])
                for j in picked
            ]
            right = Candidate(shown.text, shown.context, shown.answer, fused)
            yield Example(question, (right, *beside), 0, "span selection")


def filling_passage(dataset: Dataset, question: str, missing: str, scores: Mapping[int, float]) -> int | None:
    """The first passage found that contains the missing phrase and other words of the sentence."""
    terms = set(content_terms(question)) - set(content_terms(missing))
    for j in scores:
        text = dataset.passage_set.passages[j].text
        if find_phrase(missing, text) and len(terms & set(content_terms(text))) >= SHARED:
            return j
    return None


def phrases(sentence: str) -> list[str]:
    """Runs of words that begin and end with a content word, without the sentence's first word."""
    words = list(_WORD.finditer(sentence))
    fit = [bool(w.start()) and w.group().lower() not in STOP_WORDS and len(w.group()) > 2 for w in words]
    return [
        sentence[words[a].start() : words[b].end()]
        for a in range(len(words))
        for b in range(a, min(a + PHRASE, len(words)))
        if fit[a] and fit[b]
    ]


def recurring_phrase(sentence: str, rest: str, rng: random.Random) -> str | None:
    """A phrase of a sentence that occurs in the rest, too, in its longest form; names and numbers come first."""
    there = [p for p in phrases(sentence) if find_phrase(p, rest)]
    whole = [p for p in there if not any(p != other and p in other for other in there)]
    special = [p for p in whole if _SPECIAL.match(p)]
    whole = [p for p in whole if " " in p or len(p) >= LONG_WORD]
    return rng.choice(special or whole) if special or (whole and rng.random() < 0.5) else None


def find_phrase(missing: str, text: str) -> Place | None:
    """The first place of a phrase in a text, as whole words."""
    match = re.search(rf"(?<!\w){re.escape(missing)}(?!\w)", text)
    return match.span() if match else None


def question_word(missing: str, rng: random.Random) -> str:
    """A question word that asks for a phrase."""
    if re.fullmatch(r"[12]\d{3}", missing):
        return "when"
    if missing[0].isdigit():
        return "how many"
    return rng.choice(("who", "which", "what") if missing[0].isupper() else ("what", "which"))


def with_blank(sentence: str, missing: str, rng: random.Random) -> str:
    """The sentence as a question for its missing phrase; sometimes some other words are left out, too."""
    word = question_word(missing, rng)
    start = sentence.index(missing)
    before, after = sentence[:start].strip(), sentence[start + len(missing) :].strip(" .!?")
    order = (before, word, after) if rng.random() < 0.5 else (word, after, before)
    remaining = " ".join(part for part in order if part).split()
    if rng.random() < 0.5:
        remaining = [w for w in remaining if w in QUESTION_WORDS or rng.random() < 0.8]
    text = " ".join(remaining)
    return f"{text[:1].upper()}{text[1:]}?" if rng.random() < 0.6 else text.lower()
