"""The documents view: what the library holds, how far the ingest job is, and what was just changed."""

from collections.abc import Sequence

from qa.jobs.ingest import IngestState
from qa.web.views.rendering import render
from vectorstore import DocumentInfo, FileStatus, MaintenanceStep

MOST_ROWS = 200  # more would make the page slow; the rest is found by name
WORTH_SEARCHING = 12  # documents, from which on there is a box to find one

_OUTCOMES = {
    "added": "was added",
    "replaced": "was added in place of the earlier one",
    "unchanged": "was already here",
    "duplicate": "was already here, as {other}",
    "renamed": "was called {other} until now",
    "removed": "was removed",
}

_MAINTENANCE = {
    MaintenanceStep.INDEXING: "The vector index is being rebuilt; meanwhile every vector is compared.",
    MaintenanceStep.ERASING: "What was removed is being erased from the disk.",
}
_DAMAGED = "The vector index is damaged and will be rebuilt; meanwhile every vector is compared."


def drop_zone(limit_mb: int) -> str:
    """The HTML of the field where files are dropped or chosen, and of the list of uploads below it."""
    return render("documents/drop_zone.html", limit_mb=limit_mb)


def listing(documents: Sequence[DocumentInfo], collection: str, find: str = "") -> str:
    """The HTML of the documents of a collection whose name or title contains the words looked for."""
    is_searchable = len(documents) >= WORTH_SEARCHING
    wanted = find.casefold().split() if is_searchable else []
    return render(
        "documents/list.html",
        collection=collection,
        found=[d for d in documents if all(word in f"{d.name} {d.title}".casefold() for word in wanted)],
        total=len(documents),
        is_searchable=is_searchable,
        is_searched=bool(wanted),
        most_rows=MOST_ROWS,
    )


def maintenance(step: MaintenanceStep | None, damage: str | None) -> str:
    """What the maintenance of the store does at the moment, in words; empty at rest."""
    if step:
        return _MAINTENANCE[step]
    return _DAMAGED if damage else ""


def progress(state: IngestState, maintenance: str = "") -> str:
    """The HTML that says how far the ingest job is, and what the maintenance of the store does."""
    return render("documents/progress.html", state=state, maintenance=maintenance)


def notice(statuses: Sequence[FileStatus]) -> str:
    """The HTML that says what became of the files just changed."""
    return render("documents/notice.html", outcomes=[(status.name, outcome(status)) for status in statuses])


def failure(message: str) -> str:
    """The HTML that says why something could not be done."""
    return render("documents/failure.html", message=message)


def outcome(status: FileStatus) -> str:
    """What became of a file, in words that follow its name."""
    reason = (status.reason or "").removeprefix(f"{status.name}: ")
    if status.status == "skipped":
        return reason or "was not added"
    said = _OUTCOMES.get(status.status, status.status).format(other=status.other)
    return f"{said}: {reason}" if reason else said
