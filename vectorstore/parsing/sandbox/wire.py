"""A source text as one line of JSON, between the process that reads files and the one that asks."""

import json

from vectorstore.types import Block, SourceText, table_of


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
            "tables": [(table.start, table.columns, table.rows) for table in source.tables],
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
        tables=tuple(table_of(*table) for table in message["tables"]),
    )


def _line(message: dict[str, object]) -> bytes:
    """A message as JSON and a line end."""
    return json.dumps(message, ensure_ascii=True, separators=(",", ":")).encode("ascii") + b"\n"
