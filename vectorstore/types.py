"""The values that search is made of; every offset counts characters of a document's canonical text."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal, NamedTuple

Metadata = Mapping[str, Any]
"""What somebody says of a document: JSON values by name."""


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open stretch of canonical text, `text[start:end]`."""

    start: int
    end: int

    def overlap(self, other: "Span") -> int:
        """How many characters two spans share."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch that belongs together: a heading, a paragraph, a list item, a table row."""

    start: int
    end: int
    headings: tuple[str, ...] = ()
    """The headings it stands under, outermost first."""
    header: str = ""
    """For a table row: the header row it is read by."""
    is_heading: bool = False


class Cell(NamedTuple):
    """A cell of a table, `text[start:end]`; an empty one has no characters."""

    start: int
    end: int
    is_missing: bool = False
    """Whether a value belongs there that the file does not hold: a formula without a stored result."""


class Row(NamedTuple):
    """A row of a table below its heads, `text[start:end]`."""

    start: int
    end: int
    cells: tuple[Cell, ...]
    """One for each column; a cell that covers several places stands in each, also if it begins in a row above."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table as a grid."""

    start: int
    """Where it begins, its heads included."""
    columns: tuple[str, ...]
    """The head of each column; heads in two rows are one, joined by a colon. Empty where a column has none."""
    rows: tuple[Row, ...]

    @property
    def end(self) -> int:
        """Where its last row ends."""
        return self.rows[-1].end


def table_of(start: int, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> Table:
    """A table from JSON, in which it is its start, columns and rows."""
    return Table(
        start,
        tuple(columns),
        tuple(Row(start, end, tuple(Cell(*cell) for cell in cells)) for start, end, cells in rows),
    )


@dataclass(frozen=True, slots=True)
class SourceText:
    """What a file says: its canonical text and the structure found in it."""

    text: str
    title: str
    blocks: tuple[Block, ...]
    """In reading order, without overlap; what lies between them is white space or markup."""
    pages: tuple[int, ...] = ()
    """Where each page starts in `text`; empty for a format without pages."""
    notes: tuple[str, ...] = ()
    """What its owner should know: running heads left out, pages without text, hidden text."""
    metadata: Metadata | None = None
    """What came with a document that a program added; None for a file."""
    tables: tuple[Table, ...] = ()
    """Its tables, in reading order; their rows are blocks, too."""

    def page_at(self, offset: int) -> int | None:
        """The page, counted from 1, on which a character stands."""
        return bisect_right(self.pages, offset) or None


@dataclass(frozen=True, slots=True)
class Passage:
    """A contiguous slice of one document, small enough for the embedder to read whole."""

    passage_id: str
    document_id: str
    start: int
    end: int
    text: str
    context: str
    """Title, heading path and table header: embedded and indexed with the text, never quoted."""
    heading: str
    page: int | None
    sentences: tuple[Span, ...]
    """Its sentences, list items and table rows, which can be quoted, in offsets of the document; no headings."""


@dataclass(frozen=True, slots=True)
class RerankResult:
    """What a reranker says of one passage for one question."""

    relevance: float
    """Higher where the passage rather answers the question; comparable within one reranker."""
    span: Span | None = None
    """The best short answer in the document's characters; None where the reranker found, or looks for, none."""
    span_score: float | None = None
    """Logit of that answer against "no answer in this passage"; None from a reranker that looks for none."""
    sentence_scores: tuple[float, ...] = ()
    """The same for the best answer that begins in each of the passage's sentences; empty from other rerankers."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question, with the score that ranked it."""

    passage: Passage
    source: str
    """The document's name."""
    title: str
    collection: str
    score: float
    """What it was ranked by: comparable within one question only."""
    fused: float = 0.0
    """What search alone says: a logit of `cosine`, `coverage` and `bm25`, comparable between questions."""
    reranked: RerankResult | None = None
    """What the reranker says; None where there is none, or where search's order left the passage unread."""
    metadata: Metadata | None = None
    """What came with its document, where a program added it."""
    is_whole_document: bool = False
    """Whether it is all of a document that a program added."""
    cosine: float = 0.0
    """Cosine of the question's vector and the passage's, -1 to 1: comparable between questions."""
    coverage: float = 0.0
    """Share of what the question names, by rarity, that the passage, its context or its file's name hold, 0 to 1."""
    bm25: float = 0.0
    """The BM25 score by the rarity of all that the question names; of a passage not among the best, the worst's."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """A word of a question that no document has, and what was searched for in its place."""

    written: str
    searched: str
    """The word that was meant, or the words that an abbreviation stands for, as a document has them."""


@dataclass(frozen=True, slots=True)
class UnderstoodQuestion:
    """A question in the library's own words."""

    text: str
    """As it is searched for and read."""
    replaced: tuple[Replacement, ...] = ()
    """What is other than it was written."""
    documents: tuple[str, ...] | None = None
    """The documents whose file names stand in it, to which the search is confined; None where there is none."""


Operator = Literal["eq", "ne", "in", "nin", "lt", "lte", "gt", "gte"]


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on a passage's metadata: a field such as `page` or `source`, an operator and a value."""

    field: str
    operator: Operator
    value: Any


@dataclass(frozen=True, slots=True)
class Scope:
    """What a search may see: one collection, chosen documents of it, and conditions that all have to hold."""

    collection: str
    documents: tuple[str, ...] | None = None
    """Names of the chosen documents; None means all of the collection."""
    conditions: tuple[Condition, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether it is a collection without any restriction."""
        return self.documents is None and not self.conditions


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What the library knows of one document, without its text."""

    document_id: str
    name: str
    collection: str
    title: str
    origin: str | None
    """The folder it is synced from; None for an upload."""
    characters: int
    passages: int
    pages: int | None
    added: str
    """When it was last written, ISO 8601, UTC."""
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileStatus:
    """What became of one file in a sync, an add or a removal."""

    name: str
    status: str
    """added, unchanged, replaced, renamed, duplicate, removed or skipped."""
    reason: str | None = None
    """Why it was skipped and what to do; or what its owner should know."""
    other: str | None = None
    """The name it had before it was renamed, or the one under which its content is known already."""

    @property
    def outcome(self) -> str:
        """The same in words: `added`, `renamed from NAME`, `duplicate of NAME`, `skipped: REASON`."""
        reason = (self.reason or "").removeprefix(f"{self.name}: ")
        said = {"renamed": f"renamed from {self.other}", "duplicate": f"duplicate of {self.other}"}
        what = said.get(self.status, self.status)
        return f"{what}: {reason}" if reason else what


@dataclass(frozen=True, slots=True)
class Report:
    """What became of every file of one run."""

    files: tuple[FileStatus, ...]
    seconds: float

    @property
    def counts(self) -> dict[str, int]:
        """How many files ended in each way."""
        return dict(Counter(file.status for file in self.files))


class Cure(StrEnum):
    """What mends a fault of a store."""

    REBUILD_INDEX = "rebuild index"
    REBUILD_EMBEDDINGS = "rebuild embeddings"
    RESTORE = "restore"
    ADD_AGAIN = "add again"
    TRY_AGAIN = "try again"
    NONE = "none"
    """The message says what to do."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is wrong with a store, and what mends it."""

    message: str
    cure: Cure = Cure.NONE
