"""The commands that keep a store: watch, verify, rebuild, backup, restore, and the receipt of a removal."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from qa.command import as_json as json_option
from qa.command import counted, print_json, print_status, service, where
from qa.progress import Progress
from qa.service import Service
from vectorstore import LibraryError


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@where
def watch(folder: Path, store: Path | None, collection: str | None) -> None:
    """Keep the library in step with FOLDER until Ctrl-C: whatever changes in it is read."""
    from vectorstore.watching import watch as reports

    opened = service(store, collection)
    for report in reports(opened.library, folder, opened.settings.collection):
        if isinstance(report, LibraryError):
            click.echo(f"footnote: {report}; the next change tries again", err=True)
            continue
        for file in report.files:
            if file.status != "unchanged":
                print_status(file)
        click.echo(f"{counted(report)}; watching {folder} (Ctrl-C ends it)", err=True)


@click.command()
@json_option
@where
def verify(as_json: bool, store: Path | None, collection: str | None) -> int:
    """Check the store against itself: the catalog, the uploads, the vector index and the model."""
    faults = service(store, collection).library.verify()
    if as_json:
        print_json({"faults": faults})
    else:
        for fault in faults:
            click.echo(fault)
        click.echo(f"{len(faults)} faults found" if faults else "all is as it should be", err=True)
    return 1 if faults else 0


@click.command()
@click.option("--embed", is_flag=True, help="Every vector too, by the present embedding model.")
@where
def rebuild(embed: bool, store: Path | None, collection: str | None) -> None:
    """Make the full-text and the vector index anew from what the store holds."""
    library = service(store, collection).library
    with Progress() as progress, progress.told():
        library.rebuild(embed, progress.file)
    click.echo("built anew", err=True)


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
@where
def backup(out: Path, store: Path | None, collection: str | None) -> None:
    """Write a safe copy of the store to the new folder OUT, also while it is written to."""
    click.echo(f"backed up to {service(store, collection).library.backup(out)}", err=True)


@click.command()
@click.argument("source", metavar="IN", type=click.Path(path_type=Path))
@where
def restore(source: Path, store: Path | None, collection: str | None) -> None:
    """Bring the backup IN back as a new store."""
    from qa.settings import Settings
    from vectorstore.backup import restore as bring_back

    place = store or Settings().store
    bring_back(source, place)
    library = service(place, collection).library
    library.upkeep.now()
    click.echo(f"brought back to {place}", err=True)


def remove(opened: Service, names: Sequence[str], as_json: bool) -> int:
    """Remove documents, erase them at once, and print what was searched for afterwards and what was found."""
    receipt = opened.library.remove_with_receipt(names, opened.settings.collection)
    if as_json:
        print_json({**asdict(receipt), "report": None, "files_removed": [asdict(f) for f in receipt.report.files]})
    else:
        for file in receipt.report.files:
            print_status(file)
        click.echo(
            f"searched for {receipt.words:,} words that nothing else holds in the full-text vocabulary "
            f"({receipt.vocabulary:,} terms),\nand for {receipt.needles:,} stretches of text, words and vectors in "
            f"every byte of {receipt.files:,} files ({receipt.bytes:,} bytes): {len(receipt.found)} found"
        )
        for place in receipt.found:
            click.echo(f"found in {place}")
    return 1 if receipt.found else 0


COMMANDS = (watch, verify, rebuild, backup, restore)
