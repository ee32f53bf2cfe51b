"""The report on a run: one HTML file that needs nothing else, with metrics, plots, the comparison and every case."""

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from qa.evaluation.metrics.catalog import METRICS
from qa.evaluation.report.case_view import case_view, tag_label
from qa.evaluation.report.plots import plots
from qa.evaluation.report.terminal import LENGTHS, TAG_METRICS, WRONG, format_value
from qa.evaluation.runner.comparison import Difference
from qa.evaluation.runner.run import Run

HERE = Path(__file__).parent
VARIABLES = Path(__file__).parents[2] / "styles" / "variables.css"  # shared with the page


def report_page(run: Run, differences: Sequence[Difference] = ()) -> str:
    """The HTML of the report; the same run gives the same bytes. Jinja2 escapes every text of a case."""
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    script, summaries = _own_file(HERE / "report.js"), run.summaries
    return environment.get_template("report.html").render(
        run=run,
        style=_own_file(VARIABLES) + _own_file(HERE / "report.css"),
        script=script,
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        summaries=summaries,
        descriptions={metric.name: metric.description for metric in METRICS},
        lengths=LENGTHS,
        format_value=format_value,
        verdict=comparison_verdict(differences, len(run.results)),
        differences=differences,
        stages=run.stages,
        plots=plots(run.results, summaries, run.refusal, run.times),
        tokens=[sum(getattr(result.usage, side) for result in run.results) for side in ("read", "written")],
        judged=[result.verdict for result in run.results if result.verdict is not None],
        verdicts=run.verdicts,
        wrong=WRONG,
        tags=run.tags,
        tag_label=tag_label,
        tag_metrics=TAG_METRICS,
        cases=[case_view(result) for result in run.results],
    )


def comparison_verdict(differences: Sequence[Difference], cases: int) -> str:
    """The result of a comparison in one sentence; empty where nothing was compared."""
    if not differences:
        return ""
    metrics = {
        verdict: [d.metric for d in differences if d.verdict == verdict]
        for verdict in ("worse", "better", "cannot tell")
    }
    parts = [f"{verdict} in {', '.join(metrics[verdict])}" for verdict in ("worse", "better") if metrics[verdict]]
    rest = len(metrics["cannot tell"])
    if rest:
        which = f"the other {rest}" if parts else f"any of the {rest} metrics"
        parts.append(f"cannot tell in {which} with {cases} cases")
    return f"{'; '.join(parts)}."


def _own_file(path: Path) -> Markup:
    """A file of the project that is put into the page unescaped."""
    return Markup(path.read_text(encoding="utf-8"))
