"""Writes docs/evaluation.md from the result files and a template: no figure of ours is typed by hand.

Run: python -m benchmarks.document
"""

from collections.abc import Iterable, Sequence

from jinja2 import Environment, StrictUndefined

from benchmarks.lib.data import ROOT
from benchmarks.lib.results import SuiteResult, path_of, read, read_suite
from benchmarks.lib.summary import Group
from qa.evaluation import MetricSummary

TEMPLATE = ROOT / "benchmarks" / "evaluation.md.in"
DOCUMENT = ROOT / "docs" / "evaluation.md"
SUITES = (
    *("samples", "clapnq", "mtrag", "squad2", "second_fold", "combined", "chunking", "ablation"),
    *("written", "tables", "cases"),
)
STUDIES = ("ablation_trials", "evidence", "evaluation_speed", "startup_time", "verdicts")
COUNTS = ("characters read",)  # metrics that are not shares


def document() -> str:
    """The text of docs/evaluation.md; a section whose result file is missing is left out."""
    environment = Environment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, autoescape=False
    )
    environment.globals |= {"mean": mean, "interval": interval, "table": table, "measured_on": measured_on}
    suites = {name: read_suite(name) for name in SUITES if path_of(name).exists()}
    studies = {name: read(name) for name in STUDIES if path_of(name).exists()}
    return environment.from_string(TEMPLATE.read_text(encoding="utf-8")).render(suites=suites, studies=studies)


def mean(figure: MetricSummary, places: int = 1) -> str:
    """A mean in percent."""
    return f"{100 * figure.mean:.{places}f}"


def interval(figure: MetricSummary) -> str:
    """A mean in percent with its interval; a star marks an interval that is too narrow for lack of cases."""
    star = "\\*" if figure.narrow else ""
    return f"{mean(figure)} ({100 * figure.low:.1f}–{100 * figure.high:.1f}){star}"


def table(groups: dict[str, Group], names: Sequence[str], metrics: Sequence[str], ours: str = "") -> str:
    """The rows of a table, one for each group, with a column for each metric; the product's own row is bold."""
    return "\n".join(
        _row(
            [
                f"**{name}**" if name == ours or name.endswith("(ours)") else name,
                *(_cell(groups[name], metric) for metric in metrics),
            ]
        )
        for name in names
    )


def measured_on(suites: Iterable[SuiteResult]) -> str:
    """The commits, days and machine of the results, in words."""
    results = list(suites)
    commits = sorted({f"{one.commit}{' and changes after it' if one.dirty else ''}" for one in results})
    days = sorted({one.date[:10] for one in results})
    machine = results[0].machine
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


def main() -> None:
    """Writes the document."""
    DOCUMENT.write_text(document(), encoding="utf-8")


if __name__ == "__main__":
    main()
