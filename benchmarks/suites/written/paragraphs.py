"""The paragraphs that the written questions are about, found in the reading sets by the hash of their text."""

import gzip
import hashlib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.lib.data import DATA, json_lines, squad_articles
from qa.types import Value

QUESTIONS = DATA / "written" / "questions.jsonl"
SQUAD_FILES = {
    "wiki": DATA / "squadshifts" / "new_wiki_v1.0.json",
    "amazon": DATA / "squadshifts" / "amazon_reviews_v1.0.json",
    "reddit": DATA / "squadshifts" / "reddit_v1.0.json",
    "policyqa": DATA / "policyqa" / "dev.json",
    "squad2": DATA / "squad2" / "dev-part.json",
}
NATURAL_QUESTIONS = DATA / "nq_open_oracle" / "nq-open-oracle.jsonl.gz"


class GoldAnswer(Value):
    """A reference answer, and its first character where the set gives it."""

    text: str
    start: int | None = None


class Paragraph(Value):
    """A paragraph as a document, with the reference answers to the questions that its set asks of it."""

    key: str
    """The first 12 hex digits of the SHA-256 of its text."""
    name: str
    text: str
    answers: dict[str, tuple[GoldAnswer, ...]]
    """The answers by the question's id."""


@cache
def paragraphs() -> dict[str, Paragraph]:
    """Each paragraph by its key; of a text that stands in a set twice, with the questions of both."""
    wanted = {(row["set"], row["paragraph"]) for row in json_lines(QUESTIONS)}
    found: dict[str, Paragraph] = {}
    for name, text, answers in _everything():
        key = hashlib.sha256(text.encode()).hexdigest()[:12]
        if (name, key) in wanted:
            known = found[key].answers if key in found else {}
            found[key] = Paragraph(key=key, name=f"{name}-{key}.txt", text=text, answers=known | answers)
    return found


def _everything() -> Iterator[tuple[str, str, dict[str, tuple[GoldAnswer, ...]]]]:
    """The set, text, and answers by id of every paragraph of all sets."""
    for name, path in SQUAD_FILES.items():
        for article in squad_articles(path):
            for paragraph in article["paragraphs"]:
                yield name, paragraph["context"], {str(qa["id"]): _answers(qa) for qa in paragraph["qas"]}
    for number, row in enumerate(_rows(NATURAL_QUESTIONS)):
        yield "nq", row["ctxs"][0]["text"], {str(number): tuple(GoldAnswer(text=text) for text in row["answers"])}


def _answers(question: Any) -> tuple[GoldAnswer, ...]:
    return tuple(GoldAnswer(text=answer["text"], start=answer["answer_start"]) for answer in question["answers"])


def _rows(path: Path) -> Iterator[Any]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)
