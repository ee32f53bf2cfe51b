"""An answer as the command line prints it, piece by piece: what it says, and whether that is set in bold."""

from collections.abc import Iterator

from qa.types import Answer, Citation, PassageRead

NEAREST = 3  # passages shown with a refusal


def printed(answer: Answer) -> Iterator[tuple[str, bool]]:
    """The answer, what to know of it, and its sources or the closest passages."""
    yield from _said(answer)
    yield "\n", False
    if answer.refused:
        yield f"({answer.reason})\n", False
    if answer.note:
        yield f"({answer.note})\n", False
    for cited in answer.citations:
        yield f"[{cited.number}] {_place(cited)}: {cited.quote}\n", False
    if answer.refused and answer.passages:
        yield "Closest passages:\n", False
        for near in answer.passages[:NEAREST]:
            yield f"- {_place(near)}: {' '.join(near.text.split())}\n", False
    if answer.how_sure:
        yield f"{answer.how_sure}\n", False


def _said(answer: Answer) -> Iterator[tuple[str, bool]]:
    at = 0
    for sentence in answer.sentences:
        if sentence.short:
            yield answer.text[at : sentence.short.start], False
            yield answer.text[sentence.short.start : sentence.short.end], True
            at = sentence.short.end
    yield answer.text[at:], False


def _place(source: Citation | PassageRead) -> str:
    page = f", page {source.page}" if source.page else ""
    return f"{source.document}{page}, characters {source.start}–{source.end}"
