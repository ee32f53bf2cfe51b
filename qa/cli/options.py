"""What commands share: the options that all take, how a service is opened for them, how results are printed."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

import click

from qa.service import Service
from qa.settings import Settings
from vectorstore import FileStatus, Report

Command = TypeVar("Command", bound=Callable[..., Any])


def where(command: Command) -> Command:
    """Add the two options that every command takes."""
    command = click.option("--collection", metavar="NAME", help="The collection; `default` if not given.")(command)
    return click.option("--store", metavar="DIR", type=click.Path(path_type=Path), help="The library's folder.")(
        command
    )


as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, for machines.")


def service(store: Path | None, collection: str | None, **more: object) -> Service:
    """A service by the options given and, for the others, the settings."""
    given = {"store": store, "collection": collection, **more}
    return Service.open(Settings(**{key: value for key, value in given.items() if value is not None}))  # type: ignore[arg-type]  # checked by pydantic


def print_json(value: object) -> None:
    """Print a value for machines."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_report(report: Report, as_json: bool) -> None:
    """Print what became of each file, without those that were as they are."""
    if as_json:
        print_json({"files": [asdict(file) for file in report.files], "seconds": report.seconds})
        return
    for file in report.files:
        if file.status != "unchanged":
            print_status(file)
    click.echo(counted(report), err=True)


def print_status(file: FileStatus) -> None:
    """Print what became of a file."""
    click.echo(f"{file.name}: {file.outcome}")


def counted(report: Report) -> str:
    """How many files ended in each way."""
    return ", ".join(f"{number:,} {status}" for status, number in report.counts.items()) or "nothing to do"
