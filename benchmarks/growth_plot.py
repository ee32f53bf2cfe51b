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
    costs = {"add, ms a passage": "add, processor ms a passage", "build, s": "build, processor s"}
    heads = ["passages", *costs, "open, s", "memory, MB", "catalog, MB", "index, MB", "nearest 30 found"]
    ways = ["dense", "lexical", "both"]
    lines = ["| " + " | ".join([*heads, *(f"{way}: processor ms (wall)" for way in ways)]) + " |"]
    lines.append("|" + "---:|" * (len(heads) + len(ways)))
    for row in rows:
        query = row["query, ms"]
        assert isinstance(query, dict)
        times = [f"{query[way].get('processor p50', '–')} ({query[way]['p50']})" for way in ways]
        lines.append(
            "| "
            + " | ".join([*(str(row.get(costs.get(head, ""), row.get(head, "–"))) for head in heads), *times])
            + " |"
        )
    return "\n".join(lines) + "\n"


def plot(rows: list[dict[str, object]], target: Path) -> None:
    """Milliseconds of a question by passages, on two logarithmic axes."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.subplots()
    for way in ("dense", "lexical", "both"):
        points = [(row["passages"], row["query, ms"][way].get("processor p50")) for row in rows]
        shown = [(passages, time) for passages, time in points if time]
        axes.loglog(*zip(*shown, strict=True), "o-", label=way)
    axes.axhline(30, color="grey", linewidth=0.8, linestyle="--")
    axes.set(xlabel="passages", ylabel="milliseconds of processor time a question, median")
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
