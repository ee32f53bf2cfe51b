"""docs/evaluation.md from the results and a template of prose: no figure of ours is typed by hand.

Run: python -m benchmarks.document
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from jinja2 import Environment, StrictUndefined

from benchmarks.data import ROOT
from benchmarks.measured import Group
from benchmarks.results import FOLDER, Measurement, newest
from qa.evaluation import MetricSummary

TEMPLATE = ROOT / "benchmarks" / "evaluation.md.in"
DOCUMENT = ROOT / "docs" / "evaluation.md"
COUNTS = ("characters read",)  # metrics that are not shares


def document() -> str:
    """The text of docs/evaluation.md, from what is in benchmarks/results."""
    environment = Environment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, autoescape=False
    )
    environment.globals |= {"mean": mean, "interval": interval, "table": table, "measured_on": measured_on}
    return environment.from_string(TEMPLATE.read_text(encoding="utf-8")).render(sets=newest(), runs=_others())


def mean(figure: MetricSummary, places: int = 1) -> str:
    """A mean in percent."""
    return f"{100 * figure.mean:.{places}f}"


def interval(figure: MetricSummary) -> str:
    """A mean in percent with its interval; a star where there are too few cases for it to be wide enough."""
    star = "\\*" if figure.narrow else ""
    return f"{mean(figure)} ({100 * figure.low:.1f}–{100 * figure.high:.1f}){star}"


def table(groups: dict[str, Group], names: Sequence[str], metrics: Sequence[str], ours: str = "") -> str:
    """Rows of a table: a group each, its metrics in columns; the product's own row in bold."""
    return "\n".join(
        _row([f"**{name}**" if name == ours else name, *(_cell(groups[name], metric) for metric in metrics)])
        for name in names
    )


def measured_on(sets: Iterable[Measurement]) -> str:
    """The commits, days and machine of measurements, in words."""
    sets = list(sets)
    commits = sorted({f"{one.commit}{' and changes after it' if one.dirty else ''}" for one in sets})
    days = sorted({one.date[:10] for one in sets})
    machine = sets[0].machine
    return (
        f"commit {', '.join(commits)}, {' to '.join(dict.fromkeys((days[0], days[-1])))}, on {machine['cores']} cores "
        f"of an {machine['processor']} with {machine['memory, GiB']} GiB, Python {machine['python']}, "
        f"torch {machine['torch']}, {'bfloat16' if machine['bfloat16'] else 'float32'}"
    )


def _cell(group: Group, metric: str) -> str:
    figure = group.figures.get(metric)
    if figure is None:
        return "–"
    return f"{figure.mean:,.0f}" if metric in COUNTS else interval(figure)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _others() -> dict[str, Any]:
    """Results of the runs that are not about a set, by name."""
    return {
        path.stem: json.loads(path.read_text(encoding="utf-8"))
        for name in ("ablation", "evidence", "speed", "startup")
        if (path := FOLDER / f"{name}.json").exists()
    }


def main() -> None:
    """Write the document."""
    DOCUMENT.write_text(document(), encoding="utf-8")


if __name__ == "__main__":
    main()
