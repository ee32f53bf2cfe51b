"""The Markdown of an answer, with its sources as footnotes, for copying and downloading."""

import re
from itertools import groupby

from qa.types import MAY_ANSWER, Answer, CitedTable, Segment, Sentence

# The words of a document stay text in whatever reads the Markdown: no image is fetched, no link is made.
_MARKUP = re.compile(r"[\\`*_\[\]<>|~$&@]|:(?=//)")
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#|!$~&^:@=+-])")


def markdown(answer: Answer) -> str:
    """The question, the answer with footnote marks under what is to be said of it, and the footnotes."""
    text = "".join(
        _rows(table, sentence, answer) if (table := answer.quoted_table(sentence)) else "".join(map(_segment, segments))
        for sentence, segments in groupby(answer.segments(), key=lambda segment: segment.sentence)
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
        quote = _cell(citation.quote) if citation.table else _line(citation.quote)
        lines.append(f"[^{citation.number}]: {_line(citation.document)}{page}{heading}: “{quote}”")
    return "\n".join(lines).rstrip() + "\n"


def _segment(segment: Segment) -> str:
    return f"[^{segment.citation}]" if segment.citation else _escaped(segment.text)


def _rows(table: CitedTable, sentence: Sentence | None, answer: Answer) -> str:
    """Rows of a table, and below them their footnote mark."""
    heads = [_cell(head) or " " for head in table.columns]
    lines = [heads, ["---"] * len(heads)]
    for number, row in enumerate(table.rows):
        cells = [_cell(cell) for cell in row]
        lines.append([f"**{cell}**" if table.cell == (number, column) else cell for column, cell in enumerate(cells)])
    marks = "".join(f"[^{number}]" for number in (sentence.citations if sentence else ()))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + f"\n\n{marks}"


def _cell(text: str) -> str:
    """A text as it is read, within a table: characters of its own that Markdown would take for marks are references."""
    return _MARKUP.sub(lambda mark: f"&#{ord(mark.group())};", " ".join(text.split()))


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _line(text: str) -> str:
    return _escaped(" ".join(text.split()))
