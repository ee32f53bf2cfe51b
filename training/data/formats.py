"""Readers for the file formats of the reading sets."""

import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.lib.data import squad_articles
from training.data.reading_set import Place, Question, ReadingSet

STRETCH = 700  # characters of a stretch of a long article


def answer_places(text: str, answers: Iterable[Mapping[str, Any]]) -> tuple[Place, ...]:
    """The reference answers, most frequent first, then shortest; wrong offsets are corrected or dropped."""
    found: Counter[Place] = Counter()
    for answer in answers:
        wanted = answer["text"].strip()
        start = answer["answer_start"] + len(answer["text"]) - len(answer["text"].lstrip())
        if wanted and text[start : start + len(wanted)] != wanted:
            start = text.find(wanted) if text.count(wanted) == 1 else -1
        if wanted and start >= 0:
            found[start, start + len(wanted)] += 1
    return tuple(sorted(found, key=lambda place: (-found[place], place[1] - place[0], place)))


def squad_format(name: str, paths: Iterable[Path], one_document: bool, skip: Iterable[str] = ()) -> ReadingSet:
    """Files in SQuAD's format, without the articles in `skip`; paragraphs have titles if an article is one document."""
    found, without = ReadingSet(name), set(skip)
    document = 0
    for article in (article for path in paths for article in squad_articles(path)):
        title = article.get("title", "")
        if title in without:
            continue
        document += 1
        for part in article["paragraphs"]:
            document += not one_document
            number = found.add(part["context"], title.replace("_", " ") if one_document else "", document)
            for qa in part["qas"]:
                places = answer_places(part["context"], qa["answers"])
                if places:
                    found.questions.append(Question(qa["question"], number, places))
                elif qa.get("is_impossible"):
                    near = answer_places(part["context"], qa.get("plausible_answers", ()))
                    found.questions.append(Question(qa["question"], number, (), near[0] if near else None))
    return found


def natural_questions(path: Path, skip: set[str]) -> ReadingSet:
    """NQ-open with its gold passages, without the articles and questions in `skip`."""
    found = ReadingSet("nq")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for document, line in enumerate(file):
            row = json.loads(line)
            title, text = row["ctxs"][0]["title"], row["ctxs"][0]["text"]
            if title in skip or row["question"] in skip:
                continue
            answers = tuple(
                match.span() for answer in row["answers"] for match in re.finditer(re.escape(answer), text, re.I)
            )
            if answers:
                found.questions.append(Question(row["question"], found.add(text, title, document), answers))
    return found


def covid(path: Path) -> ReadingSet:
    """COVID-QA: whole articles, cut into stretches of a few sentences."""
    whole, found = squad_format("covidqa", [path], True), ReadingSet("covidqa")
    places: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for number, article in enumerate(whole.paragraphs):
        start = None
        for i, (begin, end) in enumerate(article.sentences):
            start = begin if start is None else start
            if end - start > STRETCH or i == len(article.sentences) - 1:
                places[number].append((start, end, found.add(article.text[start:end], "", number)))
                start = None
    for question in whole.questions:
        for start, end, place in places[question.paragraph]:
            inside = tuple((a - start, b - start) for a, b in question.answers if start <= a and b <= end)
            if inside:
                found.questions.append(Question(question.text, place, inside))
                break
    return found
