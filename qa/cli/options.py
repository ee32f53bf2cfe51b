"""The options that commands share, and the service that the options ask for."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from qa.service import Service
from qa.settings import Settings

Command = TypeVar("Command", bound=Callable[..., Any])


def store_options(command: Command) -> Command:
    """Add `--store` and `--collection`, which every command takes."""
    command = click.option("--collection", metavar="NAME", help="The collection; `default` if not given.")(command)
    return click.option("--store", metavar="DIR", type=click.Path(path_type=Path), help="The library's folder.")(
        command
    )


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, for machines.")


def open_service(store: Path | None, collection: str | None, **more: object) -> Service:
    """A service by the options that were given, and by the settings where none was."""
    given = {"store": store, "collection": collection, **more}
    return Service.open(Settings(**{key: value for key, value in given.items() if value is not None}))  # type: ignore[arg-type]  # checked by pydantic


def share(context: click.Context, parameter: click.Parameter, text: str) -> float:
    """The value of an option that is a share such as `10%` or `0.1`, below 1."""
    try:
        value = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        value = -1
    if not 0 <= value < 1:
        raise click.BadParameter(f"{text!r} is not a share such as 10% or 0.1", context, parameter)
    return value
