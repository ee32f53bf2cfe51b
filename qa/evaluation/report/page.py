"""A run as one HTML file that needs nothing else: figures, plots, the comparison and every case."""

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from qa.evaluation.metrics.catalog import METRICS
from qa.evaluation.report.case_view import exhibit
from qa.evaluation.report.plots import plots
from qa.evaluation.report.terminal import LENGTHS, shown
from qa.evaluation.runner.comparison import Difference
from qa.evaluation.runner.run import Run

HERE = Path(__file__).parent
VARIABLES = Path(__file__).parents[2] / "static" / "variables.css"  # shared with the page


def page(run: Run, differences: Sequence[Difference] = ()) -> str:
    """The whole report; the same run gives the same bytes. Whatever a case says is escaped on its way in."""
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    script, figures = _ours(HERE / "report.js"), run.figures
    return environment.get_template("report.html").render(
        run=run,
        style=_ours(VARIABLES) + _ours(HERE / "report.css"),
        script=script,
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        figures=figures,
        says={metric.name: metric.says for metric in METRICS},
        lengths=LENGTHS,
        shown=shown,
        verdict=verdict(differences, len(run.outcomes)),
        differences=differences,
        stages=run.stages,
        plots=plots(run.outcomes, figures, run.refusal, run.times),
        tokens=[sum(getattr(o.usage, side) for o in run.outcomes) for side in ("read", "written")],
        judged=[outcome.verdict for outcome in run.outcomes if outcome.verdict is not None],
        exhibits=[exhibit(outcome) for outcome in run.outcomes],
    )


def verdict(differences: Sequence[Difference], cases: int) -> str:
    """What the comparison says, in one sentence; nothing where nothing was compared."""
    if not differences:
        return ""
    named = {word: [d.metric for d in differences if d.verdict == word] for word in ("worse", "better", "cannot tell")}
    parts = [f"{word} in {', '.join(named[word])}" for word in ("worse", "better") if named[word]]
    rest = len(named["cannot tell"])
    if rest:
        which = f"the other {rest}" if parts else f"any of the {rest} metrics"
        parts.append(f"cannot tell in {which} with {cases} cases")
    return f"{'; '.join(parts)}."


def _ours(path: Path) -> Markup:
    """A file of ours that stands in the page as it is."""
    return Markup(path.read_text(encoding="utf-8"))
