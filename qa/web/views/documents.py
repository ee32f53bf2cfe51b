"""The documents panel becomes HTML: what the library holds, what is being read, and what just happened."""

from collections.abc import Sequence

from qa.jobs.ingest import Progress
from qa.web.escape import address, attributes, text
from vectorstore import DocumentInfo, FileStatus

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


def drop_zone(limit_mb: int) -> str:
    """Where files are dropped or chosen, and below it what becomes of them."""
    return (
        f'<label class="drop"{attributes({"limit": limit_mb})}><input type="file" multiple>'
        "<b>Add documents</b><small>Drop files here, or choose them: PDF, Word, Excel, HTML, Markdown, text, "
        f"up to {limit_mb:,} MB each</small></label>"
        '<ul class="uploads" role="status"></ul>'
    )


def listing(documents: Sequence[DocumentInfo], collection: str, find: str = "") -> str:
    """The documents of a collection whose name or title contains the words looked for."""
    many = len(documents) >= WORTH_SEARCHING  # with fewer there is no box to look for one with
    wanted = find.casefold().split() if many else []
    found = [d for d in documents if all(word in f"{d.name} {d.title}".casefold() for word in wanted)]
    rows = "".join(_row(document) for document in found[:MOST_ROWS])
    if len(found) > MOST_ROWS:
        rows += f'<li class="more">and {len(found) - MOST_ROWS:,} more: look for one by name</li>'
    count = f"{len(documents):,} document{'' if len(documents) == 1 else 's'}"
    summary = f"{len(found):,} of {count}" if wanted else count
    empty = "" if documents else '<p class="aside">Nothing here yet.</p>'
    root = f'<div class="{"many" if many else "few"}"{attributes({"collection": collection})}>'
    return f'{root}<h2>{summary}</h2>{empty}<ul class="documents">{rows}</ul></div>'


def progress(state: Progress, upkeep: str = "") -> str:
    """How far the reading of the folder is, and what the store does behind it, in words."""
    aside = f'<p class="aside">{text(upkeep)}</p>' if upkeep else ""
    if state.error:
        return f'<p class="failure">{text(state.error)}</p>{aside}'
    if state.phase == "loading":
        return '<p class="pending">Loading the models</p>'
    note = f'<p class="aside">{text(state.note)}</p>' if state.note else ""
    reading = _reading(state) if state.phase == "reading" else note
    return f"{reading}{aside}{_skipped(state.skipped)}"


def _reading(state: Progress) -> str:
    where, run = f"<bdi>{text(state.folder)}</bdi>", state.run
    button = '<p class="actions"><button type="button" data-cancel>Stop reading</button></p>'
    if state.is_stopping:
        button = '<p class="aside">Stopping</p>'
    if not run or not run.done:
        return f'<p class="pending">Reading {where}</p>{button}'
    left = f", about {_duration(run.seconds_left)} left" if run.seconds_left else ""
    size = f", {run.bytes_done / 1e6:,.1f} of {run.bytes_total / 1e6:,.1f} MB" if run.bytes_total else ""
    current = f'<p class="aside">Now: <bdi>{text(run.current)}</bdi></p>' if run.current else ""
    return (
        f'<p class="pending">Reading {where}: {run.done:,} of {run.total:,}{size}{left}</p>'
        f'<progress max="{run.total}" value="{run.done}"></progress>{current}{button}'
    )


def notice(statuses: Sequence[FileStatus]) -> str:
    """What became of the files just changed."""
    return "".join(f"<p><bdi>{text(status.name)}</bdi> {text(outcome(status))}</p>" for status in statuses)


def outcome(status: FileStatus) -> str:
    """What became of a file, in words that follow its name."""
    reason = (status.reason or "").removeprefix(f"{status.name}: ")
    if status.status == "skipped":
        return reason or "was not added"
    said = _OUTCOMES.get(status.status, status.status).format(other=status.other)
    return f"{said}: {reason}" if reason else said


def failure(message: str) -> str:
    """Why something could not be done."""
    return f'<p class="failure">{text(message)}</p>'


def _row(document: DocumentInfo) -> str:
    name, collection = document.name, document.collection
    facts = [f"{document.passages:,} passage{'' if document.passages == 1 else 's'}"]
    if document.pages:
        facts.insert(0, f"{document.pages:,} page{'' if document.pages == 1 else 's'}")
    notes = "".join(f"<li>{text(note)}</li>" for note in document.notes)
    origin = f"from {text(document.origin)}" if document.origin else "uploaded"
    return (
        f'<li{attributes({"document": name})}><input type="checkbox" aria-label="{text(f"Ask {name}")}">'
        f'<details><summary><bdi class="name">{text(name)}</bdi> <small>{", ".join(facts)}</small></summary>'
        f'<p class="title" dir="auto">{text(document.title)}</p><p class="aside">{origin}</p>'
        f"{f'<ul class=notes>{notes}</ul>' if notes else ''}"
        f'<p class="actions"><button type="button" data-view{attributes({"collection": collection, "document": name})}>'
        f'Read</button><a href="{address("/documents/original", collection=collection, name=name)}" target="_blank" '
        f'rel="noopener">Original</a></p>'
        f"<details class=confirm><summary>Remove</summary><p>Remove <bdi>{text(name)}</bdi> from the library? "
        f'<button type="button"{attributes({"remove": name})}>Remove it</button></p></details>'
        "</details></li>"
    )


def _skipped(statuses: Sequence[FileStatus]) -> str:
    if not statuses:
        return ""
    rows = "".join(f"<li>{text(status.reason or status.name)}</li>" for status in statuses)
    plural = "file was" if len(statuses) == 1 else "files were"
    return f"<details class=skipped><summary>{len(statuses):,} {plural} skipped</summary><ul>{rows}</ul></details>"


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"
