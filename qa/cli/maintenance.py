"""The commands that maintain a store: verify, rebuild, backup, restore, doctor."""

from dataclasses import asdict
from pathlib import Path

import click

from qa.advice import cured
from qa.cli.exit_codes import DONE, NO
from qa.cli.options import json_option, open_service, store_options
from qa.cli.output import print_json
from qa.cli.progress import ProgressBar


@click.command()
@json_option
@store_options
def verify(as_json: bool, store: Path | None, collection: str | None) -> int:
    """Check the store against itself: the catalog, the uploads, the vector index and the model."""
    faults = [cured(fault) for fault in open_service(store, collection).library.verify()]
    if as_json:
        print_json({"faults": faults})
    else:
        for fault in faults:
            click.echo(fault)
        click.echo(f"{len(faults)} faults found" if faults else "all is as it should be", err=True)
    return NO if faults else DONE


@click.command()
@click.option("--embed", is_flag=True, help="Every vector too, by the present embedding model.")
@store_options
def rebuild(embed: bool, store: Path | None, collection: str | None) -> None:
    """Make the full-text and the vector index anew from what the store holds."""
    library = open_service(store, collection).library
    with ProgressBar() as progress, progress.interruptible():
        library.rebuild(embed, progress.on_file)
    click.echo("built anew", err=True)


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
@store_options
def backup(out: Path, store: Path | None, collection: str | None) -> None:
    """Write a safe copy of the store to the new folder OUT, also while it is written to."""
    click.echo(f"backed up to {open_service(store, collection).library.backup(out)}", err=True)


@click.command()
@click.argument("source", metavar="IN", type=click.Path(path_type=Path))
@store_options
def restore(source: Path, store: Path | None, collection: str | None) -> None:
    """Bring the backup IN back as a new store."""
    from qa.settings import Settings
    from vectorstore import restore as restore_backup

    target = store or Settings().store
    restore_backup(source, target)
    library = open_service(target, collection).library
    library.maintenance.run()
    click.echo(f"brought back to {target}", err=True)


@click.command()
@json_option
@store_options
def doctor(as_json: bool, store: Path | None, collection: str | None) -> int:
    """Show what is installed, what is missing, and what to do about it."""
    from qa.cli.doctor import all_checks

    checks = all_checks(open_service(store, collection))
    if as_json:
        print_json({"checks": [asdict(check) for check in checks]})
    else:
        for check in checks:
            click.echo(f"{'ok     ' if check.ok else 'MISSING'} {check.name}: {check.detail}")
    return DONE if all(check.ok for check in checks) else NO


COMMANDS = (verify, rebuild, backup, restore, doctor)
