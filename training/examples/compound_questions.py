"""Compound questions: two questions in one sentence, each of which has its own answering passage.

A passage that answers one half is to be ranked above passages that answer neither; together the two are the evidence.
"""

import re
from collections.abc import Iterator

from training.data.reading_set import Question
from training.data.search import searched
from training.examples.dataset import Dataset
from training.examples.example import Candidate, Example
from training.examples.reading_examples import COUNTS, best_others, holds_no_answer
from training.examples.rewriting import as_typed, reworded

SHARE = 0.3  # of the number of questions chosen for examples
WRONG = 3  # passages beside the right one
_QUESTION_START = re.compile(r"(who|what|when|where|which|why|how|in what|in which|at what|on what|for what)\b", re.I)


def compound_examples(dataset: Dataset) -> Iterator[Example]:
    """Pairs of questions about one document as one question; an example for each passage that answers a half."""
    pairs = list(question_pairs(dataset))
    questions = [as_typed(joined_question(dataset, *pair), dataset.rng) for pair in pairs]
    found = searched(dataset.passage_set, questions, dataset.embedder, dataset.cache)
    for question, pair, scores in zip(questions, pairs, found, strict=True):
        answers = dataset.answer_texts(pair[0]) | dataset.answer_texts(pair[1])
        worst = min(scores.values(), default=0.0)
        places = dict.fromkeys(p for half in pair if (p := dataset.passage_of(half, half.answers[0])) is not None)
        for place in places:
            passage = dataset.passage_set.passages[place]
            answer = next(answer for half in pair for answer in dataset.answers(half, passage))
            right = Candidate(passage.text, dataset.context(passage), answer, scores.get(place, worst))
            others = [
                (i, dataset.passage_set.passages[i]) for i in best_others(dataset, place, scores) if i not in places
            ]
            wrong = [(i, other) for i, other in others if holds_no_answer(other.text, answers)]
            beside = [
                Candidate(other.text, other.context if right.context else "", None, scores.get(i, worst))
                for i, other in dataset.rng.sample(wrong, min(WRONG, len(wrong)))
            ]
            if beside:
                yield Example(question, (right, *beside), 0, "compound")


def question_pairs(dataset: Dataset) -> Iterator[tuple[Question, Question]]:
    """Pairs of questions about one document with different answers; the second begins with a question word."""
    documents = [
        [q for q in questions if q.answers and dataset.passage_of(q, q.answers[0]) is not None]
        for questions in dataset.questions_of.values()
    ]
    weights = [len(questions) for questions in documents]
    for _ in range(int(COUNTS[dataset.reading_set.name] * SHARE / 2)):
        questions = dataset.rng.choices(documents, weights)[0]
        first = dataset.rng.choice(questions)
        others = [
            q
            for q in questions
            if _QUESTION_START.match(q.text) and dataset.answer_texts(q).isdisjoint(dataset.answer_texts(first))
        ]
        if others:
            yield first, dataset.rng.choice(others)


def joined_question(dataset: Dataset, first: Question, second: Question) -> str:
    """Both questions in one sentence, sometimes with synonyms."""
    halves = [
        reworded(half.text, dataset.sentence(half), dataset.synonyms, dataset.rng)
        if dataset.rng.random() < 0.3
        else half.text
        for half in (first, second)
    ]
    start, end = halves[0].strip().rstrip("?.! "), halves[1].strip()
    return f"{start}, and {end[:1].lower()}{end[1:]}"
