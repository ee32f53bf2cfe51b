"""The Markdown of an answer, with its sources as footnotes, for copying and downloading."""

import re

from qa.types import MAY_ANSWER, Answer

# The words of a document stay text in whatever reads the Markdown: no image is fetched, no link is made.
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#|!$~&^:@=+-])")


def markdown(answer: Answer) -> str:
    """The question, the answer with footnote marks under what is to be said of it, and the footnotes."""
    text = "".join(
        f"[^{segment.citation}]" if segment.citation else _escaped(segment.text) for segment in answer.segments()
    )
    above = [f"{MAY_ANSWER}:", ""] if answer.verdict == "uncertain" else []
    lines = [f"## {_line(answer.question)}", "", *above, text, ""]
    for aside in (answer.note, answer.searched):
        if aside:
            lines += [_line(aside), ""]
    if answer.refused and answer.reason:
        lines += [_line(answer.reason), ""]
    for citation in answer.citations:
        page = f", page {citation.page}" if citation.page else ""
        heading = f", {_line(citation.heading)}" if citation.heading else ""
        lines.append(f"[^{citation.number}]: {_line(citation.document)}{page}{heading}: “{_line(citation.quote)}”")
    return "\n".join(lines).rstrip() + "\n"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _line(text: str) -> str:
    return _escaped(" ".join(text.split()))
