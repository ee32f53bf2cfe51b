"""SQuAD's JSON, as annotation tools write it: each article is a document, each answer a span of the document."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qa.evaluation.cases.case import Case, InvalidCases
from qa.evaluation.cases.parse import parse_case, read_text

PARAGRAPH_GAP = "\n\n"  # between the paragraphs of an article


def cases(path: Path) -> list[Case]:
    """The questions of a SQuAD 1.1 or 2.0 file; their evidence is the span of the first annotator's answer."""
    found = []
    for article, name in _articles(path):
        paragraph_start = 0
        for paragraph in article["paragraphs"]:
            for question in paragraph["qas"]:
                where = f"{path}, question {question['id']}"
                fields = _fields(question, paragraph["context"], paragraph_start, name, where)
                found.append(parse_case(fields, where))
            paragraph_start += len(paragraph["context"]) + len(PARAGRAPH_GAP)
    return found


def documents(path: Path) -> Iterator[tuple[str, str]]:
    """Each article's name and text, its paragraphs in order."""
    for article, name in _articles(path):
        yield name, PARAGRAPH_GAP.join(paragraph["context"] for paragraph in article["paragraphs"])


def _articles(path: Path) -> Iterator[tuple[Any, str]]:
    try:
        for number, article in enumerate(json.loads(read_text(path))["data"], 1):
            title = str(article.get("title") or f"article {number}").replace("/", "-")
            for paragraph in article["paragraphs"]:  # a missing field is found before any question is asked
                for question in paragraph["qas"]:
                    _ = paragraph["context"], question["id"], question["question"]
                    _ = [(answer["text"], answer["answer_start"]) for answer in question.get("answers") or ()]
            yield article, f"{title}.txt"
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InvalidCases(f"{path}: not SQuAD's format ({type(error).__name__}: {error})") from error


def _fields(question: Any, paragraph: str, paragraph_start: int, document: str, where: str) -> dict[str, Any]:
    answers = question.get("answers") or []
    spans = []
    for answer in answers:
        start, end = answer["answer_start"], answer["answer_start"] + len(answer["text"])
        if paragraph[start:end] != answer["text"]:
            raise InvalidCases(f"{where}: {answer['text']!r} does not stand at character {start}")
        spans.append({"document": document, "start": paragraph_start + start, "end": paragraph_start + end})
    return {
        "id": str(question["id"]),
        "question": question["question"],
        "answers": list(dict.fromkeys(answer["text"] for answer in answers)),
        "evidence": spans[:1],
        "answerable": bool(answers) and not question.get("is_impossible", False),
        "cluster": document,
    }
