"""The commands over a file of questions with known answers: evaluate, calibrate."""

from pathlib import Path

import click

from qa.answering import calibration
from qa.cli.exit_codes import DONE, NO
from qa.cli.options import json_option, open_service, share, store_options
from qa.cli.progress import ProgressBar
from qa.service import chat_model


@click.command()
@click.argument("pairs", type=click.Path(path_type=Path))
@click.option("--baseline", metavar="RUN.json", type=click.Path(path_type=Path), help="Compare with an earlier run.")
@click.option("--report", metavar="OUT.html", type=click.Path(path_type=Path), help="Write a page to read offline.")
@click.option(
    "--fail-under", "thresholds", multiple=True, metavar="METRIC=VALUE", help="Fail below it; may be repeated."
)
@click.option("--with-documents", is_flag=True, help="First add the documents that the set brings along.")
@click.option("--judge", metavar="PROVIDER:NAME", help="A language model judges each answer too, apart from all else.")
@click.option("--fresh", is_flag=True, help="Start anew, even if the same run was broken off before.")
@json_option
@store_options
def evaluate(
    pairs: Path,
    baseline: Path | None,
    report: Path | None,
    thresholds: tuple[str, ...],
    with_documents: bool,
    judge: str | None,
    fresh: bool,
    as_json: bool,
    store: Path | None,
    collection: str | None,
) -> int:
    """Ask the questions of PAIRS and measure the answers: JSONL, SQuAD JSON, CSV, TSV, TXT, or a BEIR folder."""
    from qa import evaluation

    required = [evaluation.threshold(text) for text in thresholds]
    before = evaluation.Run.read(baseline) if baseline else None
    cases = evaluation.load(pairs)
    service = open_service(store, collection)
    if with_documents:
        with ProgressBar() as progress:
            evaluation.add_documents(service.library, pairs, service.settings.collection, progress.on_file)
    completed = 0 if fresh else evaluation.completed_cases(service, cases)
    if completed:
        click.echo(f"continues after {completed} of {len(cases)} cases (--fresh starts anew)", err=True)
    with ProgressBar() as progress:
        run = evaluation.evaluate(service, cases, lambda r, done, total: progress.update(r.id, done, total), fresh)
    if judge:
        with ProgressBar() as progress:
            model = chat_model(service.settings.model_copy(update={"model": judge}))
            run = evaluation.judge(run, model, judge, lambda r, done, total: progress.update(r.id, done, total))
    differences = evaluation.compare(before, run) if before else ()
    if report:
        from qa.evaluation.report.page import report_page

        report.write_text(report_page(run, differences), encoding="utf-8")
    click.echo(run.to_json(differences) if as_json else evaluation.run_table(run, differences))
    for line in run.errors.values():
        click.echo(line, err=True)
    failed = [*evaluation.below_threshold(run, required), *evaluation.worse_than_baseline(differences)]
    for line in failed:
        click.echo(f"FAILED {line}", err=True)
    return NO if failed else DONE


@click.command()
@click.argument("pairs", required=False, type=click.Path(path_type=Path))
@click.option(
    "--wrong",
    default="10%",
    show_default=True,
    metavar="SHARE",
    callback=share,
    help="At most this share of what is answered is not answered by the documents.",
)
@click.option(
    "--refused",
    default="5%",
    show_default=True,
    metavar="SHARE",
    callback=share,
    help="At most this share of the questions that the documents answer is refused.",
)
@click.option("--reset", is_flag=True, help="Go back to the calibration that Footnote comes with.")
@json_option
@store_options
def calibrate(
    pairs: Path | None,
    wrong: float,
    refused: float,
    reset: bool,
    as_json: bool,
    store: Path | None,
    collection: str | None,
) -> None:
    """Fit confidence and verdicts to the library by the questions of PAIRS, into STORE/calibration.json."""
    if reset is (pairs is not None):
        raise click.UsageError("name PAIRS to fit to, or --reset to go by what Footnote comes with")
    service = open_service(store, collection)
    if pairs is None:
        calibration.reset(service.library)
        click.echo("goes by what Footnote comes with", err=True)
        return
    from qa import evaluation

    cases, errors = evaluation.load(pairs), evaluation.ErrorRates(wrong, refused)
    with ProgressBar() as progress:
        fitted = evaluation.calibrated(
            service, cases, errors, lambda case, done, total: progress.update(case.id, done, total)
        )
    path = calibration.store(service.library, fitted.calibration)
    click.echo(fitted.model_dump_json(indent=2) if as_json else evaluation.calibration_table(fitted))
    click.echo(f"kept in {path}", err=True)


COMMANDS = (evaluate, calibrate)
