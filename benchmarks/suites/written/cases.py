"""The written questions as cases, by kind and part."""

import random
import re
from collections.abc import Iterator
from typing import Any

from benchmarks.lib.data import json_lines
from benchmarks.suites.written.paragraphs import NATURAL_QUESTIONS, QUESTIONS, SQUAD_FILES, Paragraph, paragraphs
from qa.evaluation import Case, Gold

FILES = (QUESTIONS, *SQUAD_FILES.values(), NATURAL_QUESTIONS)
KINDS = ("ordinary", "reworded", "trap", "gone", "follow_up", "yes_no", "explain")
PARTS = ("dev", "train")
FOLDS = 10  # the last digit of a paragraph's key, as a number: 0 is the part dev
GONE_FOLD = {"dev": 0, "train": 1}
"""The paragraphs that the library lacks of which `gone` questions are asked."""


class WrittenCase(Case):
    """A case with what the set knows beyond the product's own format."""

    kind: str
    first: str | None = None
    """The question before a follow-up."""
    yes: bool | None = None
    """Whether yes is right, of a yes-or-no question."""


def cases(part: str, sample: int | None = None, seed: int = 0) -> list[WrittenCase]:
    """The cases of a part in a fixed order, at most `sample` of each kind, drawn with the seed."""
    every = [case for row in json_lines(QUESTIONS) if row["part"] == part for case in _cases(row, part)]
    chosen: list[WrittenCase] = []
    for kind in KINDS:
        of_kind = [case for case in every if case.kind == kind]
        if sample is not None and sample < len(of_kind):
            numbers = random.Random(f"{seed} {kind}").sample(range(len(of_kind)), sample)
            of_kind = [of_kind[number] for number in sorted(numbers)]
        chosen += [case.model_copy(update={"id": f"{kind} {number}"}) for number, case in enumerate(of_kind, 1)]
    return chosen


def is_gone(paragraph: Paragraph, part: str) -> bool:
    """Whether the library for the `gone` questions of a part lacks a paragraph."""
    return int(paragraph.key, 16) % FOLDS == GONE_FOLD[part]


def _cases(row: Any, part: str) -> Iterator[WrittenCase]:
    """The cases of a line: a reworded question is asked as the set has it, too, and both without the paragraph."""
    paragraph, kind = paragraphs()[row["paragraph"]], row["kind"]
    if kind == "reworded":
        answers = tuple(dict.fromkeys((row["answer"], *(answer.text for answer in paragraph.answers[row["id"]]))))
        gold: tuple[Gold, ...] = (_answer_place(paragraph, row["id"], row["answer"]),)
        for name, question in (("ordinary", row["original"]), ("reworded", row["question"])):
            yield _case(paragraph, name, question, answers=answers, evidence=gold)
            if is_gone(paragraph, part):
                yield _case(paragraph, "gone", question, answerable=False)
    elif kind == "trap":
        yield _case(paragraph, kind, row["question"], answerable=False)
    else:
        quotes = row["evidence"] if isinstance(row["evidence"], list) else [row["evidence"]]
        gold = tuple(_place(paragraph, quote) for quote in quotes)
        if kind == "follow_up":
            yield _case(paragraph, kind, row["second"], evidence=gold, first=row["first"])
        else:
            yes = row["answer"] == "yes" if kind == "yes_no" else None
            yield _case(paragraph, kind, row["question"], evidence=gold, yes=yes)


def _case(paragraph: Paragraph, kind: str, question: str, **fields: Any) -> WrittenCase:
    return WrittenCase(question=question, kind=kind, cluster=paragraph.key, **fields)


def _answer_place(paragraph: Paragraph, question: str, answer: str) -> Gold:
    """The place that the set gives for the answer; where it gives none, any place of the words."""
    starts = [found.start for found in paragraph.answers[question] if found.text == answer]
    if not starts or starts[0] is None or not paragraph.text.startswith(answer, starts[0]):
        return _place(paragraph, answer)
    return Gold(document=paragraph.name, start=starts[0], end=starts[0] + len(answer))


def _place(paragraph: Paragraph, quote: str) -> Gold:
    """Any place of the words in the paragraph; letter case, spaces and quotation marks may differ."""
    words = r"[\W_]+".join(map(re.escape, re.findall(r"[^\W_]+", quote)))
    found = re.search(rf"\b{words}\b", paragraph.text, re.I) or re.search(words, paragraph.text, re.I)
    if found is None:
        raise ValueError(f"{paragraph.name} does not have the words {quote!r}")
    return Gold(document=paragraph.name, quote=found[0])
