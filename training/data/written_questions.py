"""The written questions: what people ask in everyday words about paragraphs of the reading sets.

A paragraph is used in one way only: to train, to choose by (a tenth), or to measure (the development part, a tenth,
which is not read here). Paragraphs of the last two are left out of the training with all their questions.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.lib.data import DATA, json_lines
from training.data.reading_set import ANSWERED, NO, OPEN, YES, Place, Question, ReadingSet

WRITTEN = DATA / "written/questions.jsonl"
PARTS = 10
MEASURED, CHOSEN_BY = 0, 1  # remainders of a paragraph's number


@dataclass(frozen=True, slots=True)
class WrittenQuestion:
    """A question about a paragraph of a reading set."""

    kind: str
    question: Question
    """Its answers are places of the answer's words, if it has any."""
    evidence: tuple[Place, ...]
    """The sentences that answer."""
    verdict: int
    """What the paragraph says: OPEN, ANSWERED, YES or NO."""


def key(text: str) -> str:
    """A paragraph's name in the file."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def remainder(name: str) -> int:
    """Which part a paragraph belongs to."""
    return int(name, 16) % PARTS


def asked_about(reading_set: ReadingSet) -> dict[int, int]:
    """The paragraphs that have written questions, of all parts, with the remainder of each."""
    named = {row["paragraph"] for row in json_lines(WRITTEN)}
    keys = [key(paragraph.text) for paragraph in reading_set.paragraphs]
    return {i: remainder(name) for i, name in enumerate(keys) if name in named}


def reserved(reading_set: ReadingSet) -> set[int]:
    """The paragraphs that are not trained on."""
    return {i for i, part in asked_about(reading_set).items() if part in (MEASURED, CHOSEN_BY)}


def written_questions(reading_set: ReadingSet, to_choose_by: bool) -> list[WrittenQuestion]:
    """The written questions about a set's paragraphs, those to choose by or those to train on."""
    numbers = {key(paragraph.text): i for i, paragraph in enumerate(reading_set.paragraphs)}
    originals = {(q.text, q.paragraph): q for q in reading_set.questions}
    found = []
    for row in json_lines(WRITTEN):
        part = remainder(row["paragraph"])
        if row["set"] != reading_set.name or part == MEASURED or (part == CHOSEN_BY) != to_choose_by:
            continue
        number = numbers.get(row["paragraph"])
        if number is not None:  # some of nq's are left out: clapnq asks about them
            found.append(_question(row, reading_set, number, originals))
    return found


def _question(
    row: Mapping[str, Any], reading_set: ReadingSet, number: int, originals: Mapping[tuple[str, int], Question]
) -> WrittenQuestion:
    paragraph, kind = reading_set.paragraphs[number], row["kind"]
    text = row["standalone"] if kind == "follow_up" else row["question"]
    answers: tuple[Place, ...] = ()
    if kind == "reworded":
        original = originals.get((row["original"], number))
        places = original.answers if original else ()
        same = tuple((a, b) for a, b in places if paragraph.text[a:b] == row["answer"])
        answers = same or tuple(_occurrences(paragraph.text, [row["answer"]]))
        evidence = sentences_around(paragraph.sentences, answers[:1])
    else:
        texts = row.get("evidence", [])
        evidence = tuple(_occurrences(paragraph.text, [texts] if isinstance(texts, str) else texts))
    verdict = OPEN if kind == "trap" else ANSWERED
    if kind == "yes_no":
        verdict = {"yes": YES, "no": NO}[row["answer"]]
    return WrittenQuestion(kind, Question(text, number, answers), evidence, verdict)


def sentences_around(sentences: Sequence[Place], places: Sequence[Place]) -> tuple[Place, ...]:
    """The sentences that have a part of these places."""
    return tuple((a, b) for a, b in sentences if any(a < end and b > start for start, end in places))


def _occurrences(text: str, wanted: Sequence[str]) -> Iterator[Place]:
    """The first place of each of some stretches."""
    for stretch in wanted:
        start = text.find(stretch)
        if start >= 0:
            yield start, start + len(stretch)
