"""CLAPnq: questions whose answers take several sentences of a passage, and questions that their passage leaves open.

All passages are documents of one library, so the product finds the right one among 299; the set's own systems are
given it. The evidence of a question is every sentence that any of its annotators selected.
"""

from collections.abc import Iterator
from typing import Any

from benchmarks.lib.cached_library import add, open_service
from benchmarks.lib.data import DATA, json_lines
from benchmarks.lib.progress import evaluated
from benchmarks.lib.summary import Summary, group_of_results, summary_of_run
from qa.evaluation import Case, Gold

FILES = tuple(DATA / "clapnq" / f"clapnq_dev_{kind}.jsonl" for kind in ("answerable", "unanswerable"))


def items() -> list[Any]:
    """The items of both files."""
    return [item for path in FILES for item in json_lines(path)]


def text(item: Any) -> str:
    """An item's passage under its title, as a document."""
    passage = item["passages"][0]
    return f"# {passage['title']}\n\n{passage['text']}"


def documents() -> Iterator[tuple[str, str]]:
    """The name and text of each passage; a passage that two questions share comes once."""
    yield from ((name, content) for content, name in names().items())


def cases() -> list[Case]:
    """The questions with the sentences selected for them, by their place in the document."""
    known = names()
    return [
        Case(
            id=item["id"],
            question=item["input"],
            answers=tuple(output["answer"] for output in item["output"] if output["answer"]),
            evidence=tuple(evidence(known[text(item)], item)),
            answerable=any(output["answer"] for output in item["output"]),
            cluster=known[text(item)],
        )
        for item in items()
    ]


def evidence(document: str, item: Any) -> Iterator[Gold]:
    """Each distinct selected sentence, by its place in the document."""
    content = text(item)
    selected = dict.fromkeys(sentence.strip() for output in item["output"] for sentence in output["selected_sentences"])
    for sentence in selected:
        start = content.index(sentence, content.index("\n\n"))
        yield Gold(document=document, start=start, end=start + len(sentence))


def names() -> dict[str, str]:
    """Each distinct document text and its name, which is that of the first item with this text."""
    found: dict[str, str] = {}
    for item in items():
        found.setdefault(text(item), f"clapnq_{item['id']}.md")
    return found


def measure() -> Summary:
    """All questions, and separately those with and without an answer."""
    service = open_service("clapnq", FILES, lambda library, on_progress: add(library, documents(), on_progress))
    run = evaluated("clapnq", service, cases())
    return summary_of_run(
        run,
        {
            "all": group_of_results(run.results),
            "answerable": group_of_results([result for result in run.results if result.answerable]),
            "unanswerable": group_of_results([result for result in run.results if not result.answerable]),
        },
    )
