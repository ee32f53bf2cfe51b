"""A source text as one line of JSON, between the process that reads files and the one that asks."""

import json

from vectorstore.types import Block, Cell, Row, SourceText, Table


def to_line(source: SourceText) -> bytes:
    """One line that says everything a source text says; ASCII, so no character can break it."""
    # Headings and table headers repeat on thousands of blocks: each pair is sent once.
    contexts: dict[tuple[tuple[str, ...], str], int] = {}
    blocks = [
        (block.start, block.end, contexts.setdefault((block.headings, block.header), len(contexts)), block.is_heading)
        for block in source.blocks
    ]
    return _line(
        {
            "text": source.text,
            "title": source.title,
            "contexts": list(contexts),
            "blocks": blocks,
            "pages": source.pages,
            "notes": source.notes,
            "metadata": source.metadata,
            "tables": [
                (table.start, table.columns, [_row_to_numbers(row) for row in table.rows]) for table in source.tables
            ],
        }
    )


def refusal_to_line(reason: str) -> bytes:
    """One line that says why there is no text."""
    return _line({"refused": reason})


def from_line(line: bytes) -> SourceText | str:
    """What such a line says: a source text, or the reason why there is none."""
    message = json.loads(line)
    if "refused" in message:
        return str(message["refused"])
    contexts = [(tuple(map(str, headings)), str(header)) for headings, header in message["contexts"]]
    return SourceText(
        text=message["text"],
        title=message["title"],
        blocks=tuple(
            Block(int(start), int(end), contexts[context][0], contexts[context][1], bool(is_heading))
            for start, end, context, is_heading in message["blocks"]
        ),
        pages=tuple(map(int, message["pages"])),
        notes=tuple(map(str, message["notes"])),
        metadata=message["metadata"],
        tables=tuple(
            Table(start, tuple(columns), tuple(map(_row_of_numbers, rows)))
            for start, columns, rows in message["tables"]
        ),
    )


def _row_to_numbers(row: Row) -> list[int]:
    """A row as numbers in one list: a list for each cell would take longer to read than all the rest."""
    numbers = [row.start, row.end]
    for cell in row.cells:
        numbers += (cell.start, ~cell.end if cell.is_missing else cell.end)
    return numbers


def _row_of_numbers(numbers: list[int]) -> Row:
    """The row that such numbers are; the end of a cell whose value is missing is inverted."""
    places = zip(numbers[2::2], numbers[3::2], strict=True)
    cells = tuple(Cell(start, end) if end >= 0 else Cell(start, ~end, True) for start, end in places)
    return Row(numbers[0], numbers[1], cells)


def _line(message: dict[str, object]) -> bytes:
    """A message as JSON and a line end."""
    return json.dumps(message, ensure_ascii=True, separators=(",", ":")).encode("ascii") + b"\n"
