"""Two questions asked at once: a passage that answers half of what is asked belongs before those that answer none.

People ask for several things in one sentence, and what they ask for stands in several places. Each half's passage is
to be ranked above what answers neither; together they are the evidence.
"""

import re
from collections.abc import Iterator

from training.data import Question
from training.groups import Candidate, Group
from training.library import searched
from training.making import COUNTS, apart, ranked
from training.material import Material
from training.questions import reworded, styled

SHARE = 0.3  # of as many questions as are chosen for groups
WRONG = 3  # passages beside the right one
_ASKS = re.compile(r"(who|what|when|where|which|why|how|in what|in which|at what|on what|for what)\b", re.I)


def compounds(material: Material) -> Iterator[Group]:
    """Pairs of questions about one document, as one question; a group for each passage that answers a half."""
    pairs = list(asked_together(material))
    questions = [styled(together(material, *pair), material.dice) for pair in pairs]
    found = searched(material.library, questions, material.embedder, material.kept)
    for question, pair, scores in zip(questions, pairs, found, strict=True):
        said = material.said(pair[0]) | material.said(pair[1])
        worst = min(scores.values(), default=0.0)
        places = dict.fromkeys(p for half in pair if (p := material.place(half, half.answers[0])) is not None)
        for place in places:
            passage = material.library.passages[place]
            answer = next(answer for half in pair for answer in material.answers(half, passage))
            right = Candidate(passage.text, material.context(passage), answer, scores.get(place, worst))
            others = [(i, material.library.passages[i]) for i in ranked(material, place, scores) if i not in places]
            wrong = [(i, other) for i, other in others if apart(other.text, said)]
            beside = [
                Candidate(other.text, other.context if right.context else "", None, scores.get(i, worst))
                for i, other in material.dice.sample(wrong, min(WRONG, len(wrong)))
            ]
            if beside:
                yield Group(question, (right, *beside), 0, "compound")


def asked_together(material: Material) -> Iterator[tuple[Question, Question]]:
    """Questions of one document whose answers differ, two and two, the second one of those that ask with a word."""
    documents = [
        [q for q in questions if q.answers and material.place(q, q.answers[0]) is not None]
        for questions in material.asked.values()
    ]
    weights = [len(questions) for questions in documents]
    for _ in range(int(COUNTS[material.reading.name] * SHARE / 2)):
        questions = material.dice.choices(documents, weights)[0]
        first = material.dice.choice(questions)
        others = [q for q in questions if _ASKS.match(q.text) and material.said(q).isdisjoint(material.said(first))]
        if others:
            yield first, material.dice.choice(others)


def together(material: Material, first: Question, second: Question) -> str:
    """Both questions in one sentence, now and then in other words."""
    halves = [
        reworded(half.text, material.sentence(half), material.others, material.dice)
        if material.dice.random() < 0.3
        else half.text
        for half in (first, second)
    ]
    start, end = halves[0].strip().rstrip("?.! "), halves[1].strip()
    return f"{start}, and {end[:1].lower()}{end[1:]}"
