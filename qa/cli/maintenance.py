"""The commands that keep a store: watch, calibrate, verify, rebuild, backup, restore; the receipt of a removal."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from qa.answering.calibration import keep
from qa.answering.calibration import reset as use_shipped
from qa.cli.options import as_json as json_option
from qa.cli.options import counted, print_json, print_status, service, where
from qa.cli.progress import Progress
from qa.service import Service
from vectorstore import LibraryError


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@where
def watch(folder: Path, store: Path | None, collection: str | None) -> None:
    """Keep the library in step with FOLDER until Ctrl-C: whatever changes in it is read."""
    opened = service(store, collection)
    for report in opened.library.watch(folder, opened.settings.collection):
        if isinstance(report, LibraryError):
            click.echo(f"footnote: {report}; the next change tries again", err=True)
            continue
        for file in report.files:
            if file.status != "unchanged":
                print_status(file)
        click.echo(f"{counted(report)}; watching {folder} (Ctrl-C ends it)", err=True)


def _share(context: click.Context, parameter: click.Parameter, text: str) -> float:
    try:
        share = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        share = -1
    if not 0 <= share < 1:
        raise click.BadParameter(f"{text!r} is not a share such as 10% or 0.1", context, parameter)
    return share


@click.command()
@click.argument("pairs", required=False, type=click.Path(path_type=Path))
@click.option(
    "--refused",
    default="10%",
    show_default=True,
    metavar="SHARE",
    callback=_share,
    help="At most this share of the questions that the documents answer is refused.",
)
@click.option("--reset", is_flag=True, help="Go back to the calibration that Footnote comes with.")
@json_option
@where
def calibrate(
    pairs: Path | None, refused: float, reset: bool, as_json: bool, store: Path | None, collection: str | None
) -> None:
    """Fit confidence and refusal to the library by the questions of PAIRS, into STORE/calibration.json."""
    if reset is (pairs is not None):
        raise click.UsageError("name PAIRS to fit to, or --reset to go by what Footnote comes with")
    opened = service(store, collection)
    if pairs is None:
        use_shipped(opened.library.store)
        click.echo("goes by what Footnote comes with", err=True)
        return
    from qa import evaluation

    cases = evaluation.load(pairs)
    with Progress() as progress:
        fitted = evaluation.calibrated(
            opened, cases, refused, lambda case, done, total: progress.update(case.id, done, total)
        )
    path = keep(opened.library, fitted.weighing)
    click.echo(fitted.model_dump_json(indent=2) if as_json else evaluation.calibration(fitted))
    click.echo(f"kept in {path}", err=True)


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
    from vectorstore.maintenance.backup import restore as bring_back

    place = store or Settings().store
    bring_back(source, place)
    library = service(place, collection).library
    library.maintenance.run()
    click.echo(f"brought back to {place}", err=True)


def remove(opened: Service, names: Sequence[str], as_json: bool) -> int:
    """Remove documents, erase them at once, and print what was searched for afterwards and what was found."""
    deletion = opened.library.erase(names, opened.settings.collection)
    proof = deletion.proof
    if as_json:
        print_json({**asdict(proof), "report": None, "files_removed": [asdict(f) for f in deletion.report.files]})
    else:
        for file in deletion.report.files:
            print_status(file)
        click.echo(
            f"searched for {proof.words:,} words that nothing else holds in the full-text vocabulary "
            f"({proof.vocabulary:,} terms),\nand for {proof.needles:,} stretches of text, words and vectors in "
            f"every byte of {proof.files:,} files ({proof.bytes:,} bytes): {len(proof.found)} found"
        )
        for place in proof.found:
            click.echo(f"found in {place}")
    return 1 if proof.found else 0


COMMANDS = (watch, calibrate, verify, rebuild, backup, restore)
