"""The command line: each command is a line or two over Service and Library; results go out, all else to stderr."""

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click
from pydantic import ValidationError

from qa.cli import maintenance
from qa.cli.options import as_json as _json
from qa.cli.options import print_json as _print
from qa.cli.options import print_report as _print_report
from qa.cli.options import service as _service
from qa.cli.options import where as _where
from qa.cli.output import printed
from qa.cli.progress import Interrupted, Progress
from qa.errors import AnswerError, InvalidQuestion, NotToldApart, TooFewCases
from qa.service import chat_model
from vectorstore import LibraryError
from vectorstore.errors import InvalidCollection, NotAFolder, UnknownDocument
from vectorstore.search.documents import as_document

DONE, NO, WRONG_USE, COULD_NOT = 0, 1, 2, 3
_NO = (NotToldApart,)
_WRONG_USE = (InvalidQuestion, InvalidCollection, NotAFolder, TooFewCases, UnknownDocument)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code. One line on standard error for whatever its user can cause."""
    try:
        return int(footnote.main(args=arguments, prog_name="footnote", standalone_mode=False) or DONE)
    except click.ClickException as error:
        return _fail(error.format_message(), error.exit_code if isinstance(error, Interrupted) else WRONG_USE)
    except ValidationError as error:
        first = error.errors()[0]
        return _fail(f"FOOTNOTE_{str(first['loc'][0]).upper()}: {first['msg']}", WRONG_USE)
    except (LibraryError, AnswerError) as error:
        return _fail(
            str(error),
            NO if isinstance(error, _NO) else WRONG_USE if isinstance(error, _WRONG_USE) else COULD_NOT,
        )
    except (click.Abort, KeyboardInterrupt):
        return _fail("stopped", 130)


def _fail(message: str, code: int) -> int:
    click.echo(f"footnote: {' '.join(message.split())}", err=True)
    return code


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="footnote-qa", message="%(version)s")
def footnote() -> None:
    """Answers from your own documents, each sentence with a footnote you can check."""


for command in maintenance.COMMANDS:
    footnote.add_command(command)


@footnote.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--port", type=int, help="The port of the page; the next free one if it is taken.")
@_where
def serve(folder: Path | None, port: int | None, store: Path | None, collection: str | None) -> None:
    """Open the chat; with FOLDER, its documents are read in the background."""
    from qa.web import serve as serve_page

    service = _service(store, collection, port=port)
    serve_page(service.settings, folder)


@footnote.command()
@click.argument("folder", type=click.Path(path_type=Path))
@_json
@_where
def sync(folder: Path, as_json: bool, store: Path | None, collection: str | None) -> None:
    """Make the library hold what FOLDER holds: new, changed and removed files."""
    service = _service(store, collection)
    with Progress() as progress, progress.told():
        report = service.library.sync(folder, service.settings.collection, progress.file)
    _print_report(report, as_json)
    service.library.settle()


@footnote.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@_json
@_where
def add(files: tuple[Path, ...], as_json: bool, store: Path | None, collection: str | None) -> int:
    """Copy FILES into the library."""
    service = _service(store, collection)
    with Progress() as progress, progress.told():
        report = service.library.add(files, service.settings.collection, progress.file)
    _print_report(report, as_json)
    service.library.settle()
    return COULD_NOT if any(file.status == "skipped" for file in report.files) else DONE


@footnote.command()
@click.argument("names", nargs=-1, required=True)
@click.option("--receipt", is_flag=True, help="Erase them from the disk at once, and print the proof.")
@_json
@_where
def remove(names: tuple[str, ...], receipt: bool, as_json: bool, store: Path | None, collection: str | None) -> int:
    """Take documents out of the library, by the NAMES that `list` shows."""
    service = _service(store, collection)
    if receipt:
        return maintenance.remove(service, names, as_json)
    _print_report(service.library.remove(names, service.settings.collection), as_json)
    sys.stdout.flush()
    service.library.settle()
    return DONE


@footnote.command("list")
@_json
@_where
def list_documents(as_json: bool, store: Path | None, collection: str | None) -> None:
    """Show what the library holds."""
    service = _service(store, collection)
    held = service.library.documents(service.settings.collection)
    if as_json:
        _print({"documents": [asdict(document) for document in held]})
        return
    for document in held:
        pages = f", {document.pages} pages" if document.pages else ""
        click.echo(f"{document.name}  {document.title!r}{pages}, {document.passages} passages")
    click.echo(f"{len(held)} documents in the collection {service.settings.collection!r}", err=True)


@footnote.command()
@click.argument("question")
@click.option("--document", "documents", multiple=True, metavar="NAME", help="Ask this document only; may be repeated.")
@_json
@_where
def ask(question: str, documents: tuple[str, ...], as_json: bool, store: Path | None, collection: str | None) -> None:
    """Answer QUESTION from the library, with its sources."""
    answer = _service(store, collection).ask(question, documents=documents or None)
    if as_json:
        click.echo(answer.model_dump_json(indent=2))
        return
    for words, is_bold in printed(answer):  # bold on a terminal only: elsewhere click leaves the codes out
        click.echo(click.style(words, bold=True) if is_bold else words, nl=False)


@footnote.command()
@click.argument("question")
@click.option("-k", default=5, show_default=True, type=click.IntRange(1), help="How many passages.")
@click.option(
    "--document", "documents", multiple=True, metavar="NAME", help="Search this document only; may be repeated."
)
@_json
@_where
def retrieve(
    question: str, k: int, documents: tuple[str, ...], as_json: bool, store: Path | None, collection: str | None
) -> int:
    """Show the passages found for QUESTION, best first."""
    service = _service(store, collection)
    hits = service.library.search(question, k, service.settings.collection, documents or None)
    found = [as_document(hit) for hit in hits]
    if as_json:
        _print({"question": question, "passages": [{**d.metadata, "text": d.page_content} for d in found]})
    for number, document in enumerate([] if as_json else found, 1):
        place = document.metadata
        page = f", page {place['page']}" if place["page"] else ""
        click.echo(
            f"{number}. {place['source']}{page}, characters {place['start']}–{place['end']}, score {place['score']:.2f}"
        )
        click.echo(f"{document.page_content}\n")
    return DONE if found else NO


@footnote.command()
@click.argument("pairs", type=click.Path(path_type=Path))
@click.option("--baseline", metavar="RUN.json", type=click.Path(path_type=Path), help="Compare with an earlier run.")
@click.option("--report", metavar="OUT.html", type=click.Path(path_type=Path), help="Write a page to read offline.")
@click.option("--fail-under", "floors", multiple=True, metavar="METRIC=VALUE", help="Fail below it; may be repeated.")
@click.option("--with-documents", is_flag=True, help="First add the documents that the set brings along.")
@click.option("--judge", metavar="PROVIDER:NAME", help="A language model judges each answer too, apart from all else.")
@click.option("--fresh", is_flag=True, help="Start anew, even if the same run was broken off before.")
@_json
@_where
def evaluate(
    pairs: Path,
    baseline: Path | None,
    report: Path | None,
    floors: tuple[str, ...],
    with_documents: bool,
    judge: str | None,
    fresh: bool,
    as_json: bool,
    store: Path | None,
    collection: str | None,
) -> int:
    """Ask the questions of PAIRS and measure the answers: JSONL, SQuAD JSON, CSV, TSV, TXT, or a BEIR folder."""
    from qa import evaluation

    required = [evaluation.floor(text) for text in floors]
    before = evaluation.Run.read(baseline) if baseline else None
    cases = evaluation.load(pairs)
    service = _service(store, collection)
    if with_documents:
        with Progress() as progress:
            evaluation.add_documents(service.library, pairs, service.settings.collection, progress.file)
    before_this = 0 if fresh else evaluation.kept(service, cases)
    if before_this:
        click.echo(f"continues after {before_this} of {len(cases)} cases (--fresh starts anew)", err=True)
    with Progress() as progress:
        run = evaluation.evaluate(service, cases, lambda o, done, total: progress.update(o.id, done, total), fresh)
    if judge:
        with Progress() as progress:
            model = chat_model(service.settings.model_copy(update={"model": judge}))
            run = evaluation.judge(run, model, judge, lambda o, done, total: progress.update(o.id, done, total))
    differences = evaluation.compare(before, run) if before else ()
    if report:
        from qa.evaluation.report.page import page

        report.write_text(page(run, differences), encoding="utf-8")
    click.echo(run.to_json(differences) if as_json else evaluation.table(run, differences))
    for line in run.errors.values():
        click.echo(line, err=True)
    failed = [*evaluation.below(run, required), *evaluation.worse(differences)]
    for line in failed:
        click.echo(f"FAILED {line}", err=True)
    return NO if failed else DONE


@footnote.command()
@_json
@_where
def doctor(as_json: bool, store: Path | None, collection: str | None) -> int:
    """Show what is installed, what is missing, and what to do about it."""
    from qa.cli.doctor import examine

    checks = examine(_service(store, collection))
    if as_json:
        _print({"checks": [asdict(check) for check in checks]})
    for check in [] if as_json else checks:
        click.echo(f"{'ok     ' if check.ok else 'MISSING'} {check.name}: {check.detail}")
    return DONE if all(check.ok for check in checks) else NO


if __name__ == "__main__":
    sys.exit(main())
