"""Writes the table and the chart of docs/scaling.md from the figures of the growth study.

Run: python -m benchmarks.studies.growth.chart
"""

from pathlib import Path
from typing import Any

from benchmarks.lib.data import ROOT
from benchmarks.lib.results import read

CHART = ROOT / "docs" / "scaling.svg"
PAGE = ROOT / "docs" / "scaling.md"
BEGIN, END = "<!-- figures -->\n", "<!-- end of figures -->\n"


def table(rows: list[dict[str, Any]]) -> str:
    """The rows as a Markdown table."""
    heads = ["passages", "add, ms a passage", "build, s", "open, s", "memory, MB", "catalog, MB", "index, MB"]
    ways = ["dense", "lexical", "both"]
    titles = [*heads, "nearest 30 found", *(f"{way}, ms: p50 / p95" for way in ways)]
    lines = ["| " + " | ".join(titles) + " |", "|" + "---:|" * len(titles)]
    for row in rows:
        query = row["query, ms"]
        cells = [f"{row[head]:,}" for head in heads] + [f"{row['nearest 30 found']:.2f}"]
        cells += [f"{query[way]['p50']} / {query[way]['p95']}" for way in ways]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def chart(rows: list[dict[str, Any]], target: Path) -> None:
    """Milliseconds of a question by number of passages, on two logarithmic axes."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.subplots()
    for way in ("dense", "lexical", "both"):
        points = [(row["passages"], row["query, ms"][way]["p50"]) for row in rows]
        axes.loglog(*zip(*points, strict=True), "o-", label=way)
    axes.axhline(30, color="grey", linewidth=0.8, linestyle="--")
    axes.set(xlabel="passages", ylabel="milliseconds a question, median")
    axes.legend()
    figure.savefig(target, metadata={"Date": None})


def main() -> None:
    """Writes both."""
    rows = read("growth")
    chart(rows, CHART)
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    PAGE.write_text(before + BEGIN + table(rows) + END + rest.split(END)[1], encoding="utf-8")


if __name__ == "__main__":
    main()
