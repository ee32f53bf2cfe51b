"""An aggregate as an answer: the figure, the rows whose cells it is made of, and what was computed."""

from collections.abc import Iterator, Sequence
from itertools import islice

from qa.answering.generation.citations import quoted
from qa.answering.generation.refusal import refused
from qa.answering.quotes import Evidence
from qa.answering.short_answers.short_answer import ShortAnswer
from qa.answering.tables.aggregate.compute import Aggregate, aggregate
from qa.answering.tables.aggregate.request import requests
from qa.answering.tables.evidence import cell_evidence, rows_evidence
from qa.answering.tables.grids import tables_of
from qa.answering.tables.lookup import look_up
from qa.types import Answer
from vectorstore import Hit, Library, Row

MOST_QUOTES = 10
ROWS_OF_A_QUOTE = 20


def aggregated(library: Library, draft: Answer, hits: Sequence[Hit]) -> Answer | None:
    """The answer to a question for an aggregate over a table that passages stand in, where it is clear."""
    if not requests(draft.standalone):
        return None
    found = tables_of(library, hits)
    cell = look_up(library.models.embedder, draft.standalone, found)
    if cell and cell.is_exact:  # a table that holds the total says it itself
        return None
    figure = aggregate(draft.standalone, found)
    if figure is None:
        return None
    if not figure.text:
        return refused(draft, figure.note)
    evidence = tuple(islice(_evidence(library, figure, hits), MOST_QUOTES))
    said = quoted(evidence, ShortAnswer(figure.text, 1, True))
    quotes = sum(len(piece.table.rows) for piece in evidence if piece.table)
    more = f" {len(figure.rows) - quotes} more rows are not quoted." if quotes < len(figure.rows) else ""
    return draft.model_copy(
        update={
            "text": said.text,
            "short": said.short,
            "sentences": said.sentences,
            "citations": said.citations,
            "note": f"{figure.note}.{more}",
        }
    )


def _evidence(library: Library, figure: Aggregate, hits: Sequence[Hit]) -> Iterator[Evidence]:
    if figure.column is not None:
        for row in figure.rows:
            yield cell_evidence(library, figure.found, row, figure.column, hits)
        return
    for run in _runs(figure):
        yield rows_evidence(library, figure.found, run, hits)


def _runs(figure: Aggregate) -> Iterator[list[Row]]:
    """The rows, those that stand one below the other together."""
    places = {row: number for number, row in enumerate(figure.found.table.rows)}
    run: list[Row] = []
    for row in figure.rows:
        if run and (places[row] != places[run[-1]] + 1 or len(run) == ROWS_OF_A_QUOTE):
            yield run
            run = []
        run.append(row)
    if run:
        yield run
