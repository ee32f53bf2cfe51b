"""BEIR's folders: corpus.jsonl, queries.jsonl and qrels/*.tsv; each corpus entry is a document, judged as a whole."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qa.evaluation.cases.case import Case, InvalidCases
from qa.evaluation.cases.parse import json_lines, parse_case, read_text


def cases(folder: Path) -> list[Case]:
    """The queries that have a judgement above 0, with the documents judged relevant as their evidence."""
    queries = {str(entry["_id"]): (where, entry["text"]) for where, entry in _entries(folder / "queries.jsonl")}
    judged: dict[str, list[dict[str, Any]]] = {}
    for path in sorted((folder / "qrels").glob("*.tsv")):
        for number, line in enumerate(read_text(path).splitlines(), 1):
            where, cells = f"{path}, line {number}", line.split("\t")
            if not line.strip() or (number == 1 and not cells[-1].strip().lstrip("-").isdigit()):
                continue
            try:
                query, document, score = cells[0], cells[-2], int(cells[-1])
            except (IndexError, ValueError) as error:
                raise InvalidCases(f"{where}: not a query, a document and a whole number, by tabs") from error
            if query not in queries:
                raise InvalidCases(f"{where}: queries.jsonl has no query {query!r}")
            if score > 0:
                judged.setdefault(query, []).append({"document": _name(document), "relevance": score})
    if not judged:
        raise InvalidCases(f"{folder}: no judgement above 0 in qrels/*.tsv")
    return [
        parse_case({"id": query, "question": text, "evidence": judged[query]}, where)
        for query, (where, text) in queries.items()
        if query in judged
    ]


def documents(folder: Path) -> Iterator[tuple[str, str]]:
    """Each corpus entry's name and text, its title first."""
    for _, entry in _entries(folder / "corpus.jsonl"):
        parts = (entry.get("title"), entry["text"])
        yield _name(str(entry["_id"])), "\n\n".join(part for part in parts if part)


def _entries(path: Path) -> Iterator[tuple[str, Any]]:
    for where, entry in json_lines(path):
        if not isinstance(entry, dict) or not {"_id", "text"} <= entry.keys():
            raise InvalidCases(f"{where}: an entry needs _id and text")
        yield where, entry


def _name(identifier: str) -> str:
    return f"{identifier.replace('/', '-')}.txt"
