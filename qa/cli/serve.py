"""The command that opens the chat: serve."""

from pathlib import Path

import click

from qa.cli.options import open_service, store_options


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--port", type=int, help="The port of the page; the next free one if it is taken.")
@store_options
def serve(folder: Path | None, port: int | None, store: Path | None, collection: str | None) -> None:
    """Open the chat; with FOLDER, its documents are read in the background."""
    from qa.web import serve as serve_page

    service = open_service(store, collection, port=port)
    serve_page(service.settings, folder)


COMMANDS = (serve,)
