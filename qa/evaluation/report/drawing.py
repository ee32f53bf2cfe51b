"""Matplotlib figures as SVG in the page's colours and font; the same numbers give the same bytes."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure

# Each is a placeholder for a colour of the page, which follows the light and the dark theme.
INK, FAINT, RULE, RED = "#000001", "#000002", "#000003", "#000004"
_COLOURS = {INK: "var(--ink)", FAINT: "var(--faint)", RULE: "var(--rule)", RED: "var(--red)"}
_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",  # text stays text
    "svg.hashsalt": "footnote",  # ids by content, not random
    "font.family": "DejaVu Sans",  # comes with matplotlib, so text has the same size everywhere
    "font.size": 11,
    "text.color": INK,
    "axes.facecolor": "none",
    "axes.labelcolor": FAINT,
    "axes.edgecolor": FAINT,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": RULE,
    "xtick.color": FAINT,
    "ytick.color": FAINT,
    "figure.facecolor": "none",
}
_SIZE = (5.4, 3.4)  # inches of 72 units
_MARGINS = {"left": 0.16, "right": 0.95, "top": 0.97, "bottom": 0.17}
_METADATA = dict.fromkeys(("Creator", "Date", "Format", "Type"))
_LOCK = Lock()  # matplotlib's settings hold for the whole process


@contextmanager
def drawing() -> Iterator[None]:
    """A context in which figures are drawn in the style of the report, by one thread at a time."""
    with _LOCK, matplotlib.rc_context(_STYLE):
        yield


def empty_plot() -> tuple[Figure, Axes]:
    """A figure and its only axes, with nothing in them."""
    figure = Figure(figsize=_SIZE)
    figure.subplots_adjust(**_MARGINS)
    return figure, figure.add_subplot()


def svg(figure: Figure, name: str, label: str) -> str:
    """The figure as an SVG element of a page; the ids in it begin with the given name."""
    file = io.StringIO()
    figure.savefig(file, format="svg", metadata=_METADATA)
    drawn = file.getvalue()
    drawn = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>", "", drawn[drawn.index("<svg") :], flags=re.DOTALL)
    drawn = re.sub(r"<svg [^>]*(viewBox=\"[^\"]*\")[^>]*>", rf'<svg \1 role="img" aria-label="{label}">', drawn)
    drawn = re.sub(r"font: ([\d.]+px) [^;\"]*", r"font-size: \1", drawn)
    drawn = re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{name}-", drawn.replace("xlink:href", "href"))
    return re.sub("|".join(_COLOURS), lambda colour: _COLOURS[colour[0]], drawn)
