"""The commands that search the library: ask, retrieve."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from qa.answering.searched import searched
from qa.cli.exit_codes import DONE, NO
from qa.cli.options import json_option, open_service, store_options
from qa.cli.output import print_answer, print_json, print_passages
from vectorstore.search.documents import as_document


def _document_option(help_text: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return click.option("--document", "documents", multiple=True, metavar="NAME", help=help_text)


@click.command()
@click.argument("question")
@_document_option("Ask this document only; may be repeated.")
@json_option
@store_options
def ask(question: str, documents: tuple[str, ...], as_json: bool, store: Path | None, collection: str | None) -> None:
    """Answer QUESTION from the library, with its sources."""
    print_answer(open_service(store, collection).ask(question, documents=documents or None), as_json)


@click.command()
@click.argument("question")
@click.option("-k", default=5, show_default=True, type=click.IntRange(1), help="How many passages.")
@_document_option("Search this document only; may be repeated.")
@json_option
@store_options
def retrieve(
    question: str, k: int, documents: tuple[str, ...], as_json: bool, store: Path | None, collection: str | None
) -> int:
    """Show the passages found for QUESTION, best first."""
    service = open_service(store, collection)
    library, within = service.library, service.settings.collection
    told = searched(library.understood(question, within, documents or None))
    found = [as_document(hit) for hit in library.search(question, k, within, documents or None)]
    if as_json:
        passages = [{**d.metadata, "text": d.page_content} for d in found]
        print_json({"question": question, "searched": told, "passages": passages})
    else:
        print_passages(found, told)
    return DONE if found else NO


COMMANDS = (ask, retrieve)
