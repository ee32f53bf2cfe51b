"""CLAPnq: questions whose answers take several sentences of a passage, and questions that their passage leaves open.

All passages are documents of one library, so the right one is found by us, among 299; the set's own systems are
given it. The evidence of a question is every sentence that any of its annotators selected.
"""

from collections.abc import Iterator
from typing import Any

from benchmarks.data import DATA, json_lines
from benchmarks.measured import Measured, group, measured
from benchmarks.opened import add, opened
from benchmarks.progress import asked
from qa.evaluation import Case, Gold

FILES = tuple(DATA / "clapnq" / f"clapnq_dev_{kind}.jsonl" for kind in ("answerable", "unanswerable"))
HEADLINE = ("right", "answered", "refused", "recall@5", "first citation", "sentence F1", "ROUGE-L", "score")


def items() -> list[Any]:
    """The items of both files."""
    return [item for path in FILES for item in json_lines(path)]


def text(item: Any) -> str:
    """An item's passage under its title, as a document."""
    passage = item["passages"][0]
    return f"# {passage['title']}\n\n{passage['text']}"


def documents() -> Iterator[tuple[str, str]]:
    """The name and text of each passage; one that two questions share comes once."""
    yield from ((name, content) for content, name in _named().items())


def cases() -> list[Case]:
    """The questions with the sentences selected for them, where these stand in the document."""
    names = _named()
    return [
        Case(
            id=item["id"],
            question=item["input"],
            answers=tuple(output["answer"] for output in item["output"] if output["answer"]),
            evidence=tuple(evidence(names[text(item)], item)),
            answerable=any(output["answer"] for output in item["output"]),
            cluster=names[text(item)],
        )
        for item in items()
    ]


def evidence(document: str, item: Any) -> Iterator[Gold]:
    """Each distinct selected sentence, by its place in the document."""
    content = text(item)
    chosen = dict.fromkeys(sentence.strip() for output in item["output"] for sentence in output["selected_sentences"])
    for sentence in chosen:
        start = content.index(sentence, content.index("\n\n"))
        yield Gold(document=document, start=start, end=start + len(sentence))


def measure() -> Measured:
    """All questions, and apart those with and without an answer."""
    service = opened("clapnq", FILES, lambda library, on_progress: add(library, documents(), on_progress))
    run = asked("clapnq", service, cases())
    return measured(
        run,
        {
            "all": group(run.results, HEADLINE),
            "answerable": group([result for result in run.results if result.answerable]),
            "unanswerable": group([result for result in run.results if not result.answerable]),
        },
    )


def _named() -> dict[str, str]:
    """Each distinct document text and its name, after the first item that has it."""
    names: dict[str, str] = {}
    for item in items():
        names.setdefault(text(item), f"clapnq_{item['id']}.md")
    return names
