"""Questions as people type them, in other words, and changed so that their passage answers them no more."""

import random
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from training.data import ReadingSet
from training.library import embedded
from training.thesaurus import Thesaurus
from vectorstore.models.sentence_embedder import SentenceEmbedder
from vectorstore.text.analysis import STOP_WORDS, analyse

ASKING = STOP_WORDS | {"what", "much", "many", "name", "called", "happened", "kind", "type"}
OFTEN = 15  # how often a word stands in the texts to be used in another's place
ALIKE, MOST_WORDS = 0.62, 4  # cosine of two words that may stand for one another, and how many of them
LISTED_ALIKE, MOST_LISTED = 0.4, 6  # the same for those that the thesaurus lists
NUMBERS = """one two three four five six seven eight nine ten first second third fourth fifth hundred thousand million
    billion monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december north south east west red blue green black white yellow""".split()
OPPOSITES = """largest smallest,biggest smallest,highest lowest,most least,more less,first last,before after,
    increase decrease,increased decreased,north south,east west,northern southern,eastern western,early late,
    earlier later,start end,started ended,begin stop,began ceased,beginning end,born buried,won lost,win lose,
    oldest youngest,older younger,longest shortest,long short,best worst,better worse,large small,big small,
    high low,good bad,strong weak,positive negative,legal illegal,male female,men women,man woman,king queen,
    father mother,husband wife,son daughter,brother sister,accept reject,accepted rejected,allow forbid,
    allowed banned,approved opposed,support oppose,supported opposed,attack defend,buy sell,bought sold,include exclude,
    included excluded,import export,hot cold,inside outside,internal external,public private,rich poor,easy difficult,
    love hate,liked disliked,like dislike,minimum maximum,new old,open close,opened closed,rise fall,rose fell,
    same different,success failure,upper lower,winter summer,day night,always never,with without,above below,
    advantage disadvantage,arrive leave,arrived left,ancient modern,majority minority,teacher student,cause prevent,
    caused prevented,join leave,joined left,safe dangerous,collect delete,share withhold,fast slow""".replace("\n", "")
_PAIRS = [tuple(pair.split()) for pair in OPPOSITES.split(",") if pair.strip()]
OPPOSITE = {a: b for a, b in _PAIRS} | {b: a for a, b in _PAIRS}
_AUXILIARY = re.compile(r"\b(did|does|do|is|are|was|were|has|have)\b", re.I)
_NAME = re.compile(r"\b(?:[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*|\d[\d,.]*\d|\d)\b")

OtherWords = dict[str, tuple[str, ...]]


def other_words(sets: Sequence[ReadingSet], embedder: SentenceEmbedder, kept: Path, thesaurus: Thesaurus) -> OtherWords:
    """For each word of the questions those that mean about the same: the thesaurus's, and the embedder's neighbours."""
    counts = Counter(w for s in sets for p in s.paragraphs for w in re.findall(r"\b[a-z]{3,}\b", p.text))
    words = sorted(w for w, n in counts.items() if n >= OFTEN and w not in ASKING and w not in NUMBERS)
    vectors = embedded(words, embedder, kept)
    stems = [analyse(w)[0] for w in words]
    found: OtherWords = {}
    for i, word in enumerate(words):
        cosines = vectors @ vectors[i]
        near = [j for j in np.argsort(-cosines)[:20] if cosines[j] >= ALIKE and stems[j][:4] != stems[i][:4]]
        others = [words[j] for j in near if OPPOSITE.get(word) != words[j]][:MOST_WORDS]
        if others:
            found[word] = tuple(others)
    asked = {w for s in sets for q in s.questions for w in re.findall(r"\b[a-z]{3,}\b", q.text)}
    listed = {w: others for w in sorted(asked - ASKING - set(NUMBERS)) if (others := thesaurus.others(w))}
    every = sorted({*listed, *(other for others in listed.values() for other in others)})
    vector = dict(zip(every, embedded(every, embedder, kept), strict=True))
    for word, others in listed.items():
        fit = [o for o in others if o != OPPOSITE.get(word) and vector[word] @ vector[o] >= LISTED_ALIKE]
        if fit:
            found[word] = (*fit[:MOST_LISTED], *found.get(word, ())[: MOST_WORDS // 2])
    return found


def styled(question: str, dice: random.Random, whole: bool = False) -> str:
    """The question as it stands, or as people type it into a search box; `whole` keeps every word of it."""
    chance = dice.random()
    if chance < 0.68:
        return question
    plain = question.lower().rstrip("?.! ")
    if whole or chance < 0.87:
        return plain
    kept = [word for word in plain.split() if word.strip(",'\"") not in ASKING]
    return " ".join(kept) if len(kept) > 1 else plain


def reworded(question: str, sentence: str, others: OtherWords, dice: random.Random) -> str:
    """The question in other words, or some of it left out.

    Half of the time only words that its sentence holds, too, are changed; else every word for which there is another.
    """
    held, words = set(analyse(sentence)), question.split()
    left = sum(w.lower().strip("?,.'\"") not in ASKING for w in words)
    every, chance = (True, 0.85) if dice.random() < 0.5 else (False, 0.65)
    found = []
    for word in words:
        plain = word.strip("?,.'\"")
        shared = bool(held.intersection(analyse(plain)))
        if plain.islower() and plain not in ASKING and (shared or every):
            if plain in others and dice.random() < chance:
                word = word.replace(plain, dice.choice(others[plain]))
            elif shared and left > 3 and dice.random() < 0.25:
                left -= 1
                continue
        found.append(word)
    return " ".join(found)


def names(text: str) -> list[str]:
    """Names and numbers in a question, but not its first word."""
    return _NAME.findall(text.partition(" ")[2])


def swapped(question: str, near: Sequence[str], far: Sequence[str], text: str, dice: random.Random) -> str | None:
    """The question with another name or number, from `near` or `far`, that `text` lacks; `text` holds the old one."""
    here = [name for name in names(question) if name.casefold() in text.casefold()]
    if not here:
        return None
    name = dice.choice(here)
    if name.isdigit():
        steps = [-10, -5, -3, -2, -1, 1, 2, 3, 5, 10] if len(name) == 4 else [-2, -1, 1, 2, 4, 7]
        new = str(abs(int(name) + dice.choice(steps)))
    else:
        like = [n for n in near if n[:1].isdigit() == name[:1].isdigit() and abs(n.count(" ") - name.count(" ")) < 2]
        pool = like if like and dice.random() < 0.7 else far
        new = dice.choice(pool) if pool else name
    if new.casefold() in text.casefold() or new.casefold() in question.casefold():
        return None
    return question.replace(name, new)


def opposed(question: str, dice: random.Random) -> str | None:
    """The question with a word turned into its opposite, or with a "not"."""
    words = question.split()
    places = [i for i, w in enumerate(words) if w.lower().strip("?,.") in OPPOSITE]
    if places:
        i = dice.choice(places)
        plain = words[i].strip("?,.")
        words[i] = words[i].replace(plain, OPPOSITE[plain.lower()])
        return " ".join(words)
    match = _AUXILIARY.search(question)
    if not match or len(question[match.end() :].split()) < 2 or dice.random() < 0.6:
        return None
    return f"{question[: match.end()]}n't{question[match.end() :]}"
