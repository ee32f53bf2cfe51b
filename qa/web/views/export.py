"""An answer becomes Markdown that one can take along, its sources as footnotes."""

import re

from qa.types import Answer

# What a document says stays text in whatever reads the Markdown: no image is fetched, no link is made.
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#|!$~&^:@=+-])")
_MARKER = re.compile(r"\[(\d+)\]")


def markdown(answer: Answer) -> str:
    """The question, the answer with footnote marks, and the footnotes."""
    known = {citation.number for citation in answer.citations}
    pieces, at = [], 0
    for marker in _MARKER.finditer(answer.text):
        if int(marker[1]) in known:
            pieces += [_plain(answer.text[at : marker.start()]), f"[^{marker[1]}]"]
            at = marker.end()
    pieces.append(_plain(answer.text[at:]))
    lines = [f"## {_line(answer.question)}", "", "".join(pieces), ""]
    if answer.note:
        lines += [_line(answer.note), ""]
    if answer.refused and answer.reason:
        lines += [_line(answer.reason), ""]
    for citation in answer.citations:
        page = f", page {citation.page}" if citation.page else ""
        heading = f", {_line(citation.heading)}" if citation.heading else ""
        lines.append(f"[^{citation.number}]: {_line(citation.document)}{page}{heading}: “{_line(citation.quote)}”")
    return "\n".join(lines).rstrip() + "\n"


def _plain(value: str) -> str:
    return _SPECIAL.sub(r"\\\1", value)


def _line(value: str) -> str:
    return _plain(" ".join(value.split()))
