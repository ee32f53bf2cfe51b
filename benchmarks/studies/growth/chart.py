"""The figures of growth as the table and the plot of docs/scaling.md.

Run: python -m benchmarks.growth_plot
"""

import json
from pathlib import Path

from benchmarks.growth import RESULT, ROOT

PLOT = ROOT / "docs" / "scaling.svg"
PAGE = ROOT / "docs" / "scaling.md"
BEGIN, END = "<!-- figures -->\n", "<!-- end of figures -->\n"


def table(rows: list[dict[str, object]]) -> str:
    """The rows as Markdown."""
    heads = ["passages", "add, ms a passage", "build, s", "open, s", "memory, MB", "catalog, MB", "index, MB"]
    ways = ["dense", "lexical", "both"]
    titles = [*heads, "nearest 30 found", *(f"{way}, ms: p50 / p95" for way in ways)]
    lines = ["| " + " | ".join(titles) + " |", "|" + "---:|" * len(titles)]
    for row in rows:
        query = row["query, ms"]
        assert isinstance(query, dict)
        cells = [f"{row[head]:,}" for head in heads] + [f"{row['nearest 30 found']:.2f}"]
        cells += [f"{query[way]['p50']} / {query[way]['p95']}" for way in ways]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def plot(rows: list[dict[str, object]], target: Path) -> None:
    """Milliseconds of a question by passages, on two logarithmic axes."""
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
    """Write both."""
    rows = json.loads(RESULT.read_text(encoding="utf-8"))
    plot(rows, PLOT)
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    PAGE.write_text(before + BEGIN + table(rows) + END + rest.split(END)[1], encoding="utf-8")


if __name__ == "__main__":
    main()
