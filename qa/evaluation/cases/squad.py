"""SQuAD's JSON, as annotation tools write it: each article is a document, each answer a span of it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qa.evaluation.cases.case import Case, InvalidCases, case, read_text

GAP = "\n\n"  # between the paragraphs of an article


def cases(path: Path) -> list[Case]:
    """The questions of a SQuAD 1.1 or 2.0 file; their evidence is the first annotator's answer, where it stands."""
    found = []
    for article, name in _articles(path):
        begin = 0
        for paragraph in article["paragraphs"]:
            for asked in paragraph["qas"]:
                where = f"{path}, question {asked['id']}"
                answers = asked.get("answers") or []
                for answer in answers:
                    start = answer["answer_start"]
                    if paragraph["context"][start : start + len(answer["text"])] != answer["text"]:
                        raise InvalidCases(f"{where}: {answer['text']!r} does not stand at character {start}")
                spans = [
                    {
                        "document": name,
                        "start": begin + answer["answer_start"],
                        "end": begin + answer["answer_start"] + len(answer["text"]),
                    }
                    for answer in answers[:1]
                ]
                found.append(
                    case(
                        {
                            "id": str(asked["id"]),
                            "question": asked["question"],
                            "answers": list(dict.fromkeys(a["text"] for a in answers)),
                            "evidence": spans,
                            "answerable": bool(answers) and not asked.get("is_impossible", False),
                            "cluster": name,
                        },
                        where,
                    )
                )
            begin += len(paragraph["context"]) + len(GAP)
    return found


def documents(path: Path) -> Iterator[tuple[str, str]]:
    """Each article's name and text, its paragraphs in order."""
    for article, name in _articles(path):
        yield name, GAP.join(paragraph["context"] for paragraph in article["paragraphs"])


def _articles(path: Path) -> Iterator[tuple[Any, str]]:
    try:
        for number, article in enumerate(json.loads(read_text(path))["data"], 1):
            title = str(article.get("title") or f"article {number}").replace("/", "-")
            for paragraph in article["paragraphs"]:  # what is missing is found before anything is asked
                for asked in paragraph["qas"]:
                    _ = paragraph["context"], asked["id"], asked["question"]
                    _ = [(answer["text"], answer["answer_start"]) for answer in asked.get("answers") or ()]
            yield article, f"{title}.txt"
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InvalidCases(f"{path}: not SQuAD's format ({type(error).__name__}: {error})") from error
