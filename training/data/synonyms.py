"""Words that can stand for one another: from the thesaurus, and by the embedder's vectors."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from training.data.reading_set import ReadingSet
from training.data.search import embedded
from training.data.thesaurus import Thesaurus
from training.data.word_lists import NUMBERS, OPPOSITE, QUESTION_WORDS
from vectorstore.models.sentence_embedder import SentenceEmbedder
from vectorstore.text.analysis import analyse

FREQUENT = 15  # occurrences that a word needs to replace another
ALIKE, MOST_WORDS = 0.62, 4  # cosine of two words that may replace one another, and the most replacements of a word
LISTED_ALIKE, MOST_LISTED = 0.4, 6  # the same for words that the thesaurus lists

Synonyms = dict[str, tuple[str, ...]]


def synonyms(sets: Sequence[ReadingSet], embedder: SentenceEmbedder, cache: Path, thesaurus: Thesaurus) -> Synonyms:
    """For each word of the questions, words of similar meaning: the thesaurus's, and the embedder's neighbours."""
    counts = Counter(w for s in sets for p in s.paragraphs for w in re.findall(r"\b[a-z]{3,}\b", p.text))
    words = sorted(w for w, n in counts.items() if n >= FREQUENT and w not in QUESTION_WORDS and w not in NUMBERS)
    vectors = embedded(words, embedder, cache)
    stems = [analyse(w)[0] for w in words]
    found: Synonyms = {}
    for i, word in enumerate(words):
        cosines = vectors @ vectors[i]
        near = [j for j in np.argsort(-cosines)[:20] if cosines[j] >= ALIKE and stems[j][:4] != stems[i][:4]]
        neighbours = [words[j] for j in near if OPPOSITE.get(word) != words[j]][:MOST_WORDS]
        if neighbours:
            found[word] = tuple(neighbours)
    asked = {w for s in sets for q in s.questions for w in re.findall(r"\b[a-z]{3,}\b", q.text)}
    listed = {w: others for w in sorted(asked - QUESTION_WORDS - set(NUMBERS)) if (others := thesaurus.others(w))}
    every = sorted({*listed, *(other for others in listed.values() for other in others)})
    vector = dict(zip(every, embedded(every, embedder, cache), strict=True))
    for word, others in listed.items():
        fit = [o for o in others if o != OPPOSITE.get(word) and vector[word] @ vector[o] >= LISTED_ALIKE]
        if fit:
            found[word] = (*fit[:MOST_LISTED], *found.get(word, ())[: MOST_WORDS // 2])
    return found
