"""The commands over the documents of the library: sync, add, remove, list, watch."""

import sys
from dataclasses import asdict
from pathlib import Path

import click

from qa.advice import explained
from qa.cli.exit_codes import COULD_NOT, DONE, NO
from qa.cli.options import json_option, open_service, store_options
from qa.cli.output import print_deletion_report, print_file_status, print_json, print_report, status_counts
from qa.cli.progress import ProgressBar
from vectorstore import LibraryError


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@json_option
@store_options
def sync(folder: Path, as_json: bool, store: Path | None, collection: str | None) -> None:
    """Make the library hold what FOLDER holds: new, changed and removed files."""
    service = open_service(store, collection)
    with ProgressBar() as progress, progress.interruptible():
        report = service.library.sync(folder, service.settings.collection, progress.on_file)
    print_report(report, as_json)
    service.library.settle()


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@json_option
@store_options
def add(files: tuple[Path, ...], as_json: bool, store: Path | None, collection: str | None) -> int:
    """Copy FILES into the library."""
    service = open_service(store, collection)
    with ProgressBar() as progress, progress.interruptible():
        report = service.library.add(files, service.settings.collection, progress.on_file)
    print_report(report, as_json)
    service.library.settle()
    return COULD_NOT if any(file.status == "skipped" for file in report.files) else DONE


@click.command()
@click.argument("names", nargs=-1, required=True)
@click.option("--receipt", is_flag=True, help="Erase them from the disk at once, and print the proof.")
@json_option
@store_options
def remove(names: tuple[str, ...], receipt: bool, as_json: bool, store: Path | None, collection: str | None) -> int:
    """Take documents out of the library, by the NAMES that `list` shows."""
    service = open_service(store, collection)
    if receipt:
        deletion = service.library.erase(names, service.settings.collection)
        print_deletion_report(deletion, as_json)
        return NO if deletion.found else DONE
    print_report(service.library.remove(names, service.settings.collection), as_json)
    sys.stdout.flush()
    service.library.settle()
    return DONE


@click.command("list")
@json_option
@store_options
def list_documents(as_json: bool, store: Path | None, collection: str | None) -> None:
    """Show what the library holds."""
    service = open_service(store, collection)
    documents = service.library.documents(service.settings.collection)
    if as_json:
        print_json({"documents": [asdict(document) for document in documents]})
        return
    for document in documents:
        pages = f", {document.pages} pages" if document.pages else ""
        click.echo(f"{document.name}  {document.title!r}{pages}, {document.passages} passages")
    click.echo(f"{len(documents)} documents in the collection {service.settings.collection!r}", err=True)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@store_options
def watch(folder: Path, store: Path | None, collection: str | None) -> None:
    """Keep the library in step with FOLDER until Ctrl-C: whatever changes in it is read."""
    service = open_service(store, collection)
    for report in service.library.watch(folder, service.settings.collection):
        if isinstance(report, LibraryError):
            click.echo(f"footnote: {explained(report)}; the next change tries again", err=True)
            continue
        for file in report.files:
            if file.status != "unchanged":
                print_file_status(file)
        click.echo(f"{status_counts(report)}; watching {folder} (Ctrl-C ends it)", err=True)


COMMANDS = (sync, add, remove, list_documents, watch)
