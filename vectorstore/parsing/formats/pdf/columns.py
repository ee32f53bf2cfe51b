"""The order in which the parts of a page are read: columns from the gaps between their lines."""

from collections import Counter
from collections.abc import Sequence

from vectorstore.parsing.formats.pdf.page import Fragment

LINES_OF_A_COLUMN = 3
LETTERS_OF_A_LINE = 18  # most letters of a column stand in lines at least so long; those of a table do not
EDGES_TRIED = 12
SLACK = 0.3  # of the font size: how far a letter may stand out of its column

Region = list[Fragment]


def regions(fragments: Sequence[Fragment], em: float) -> list[Region]:
    """The fragments in groups to be read one after the other; a group has a single column."""
    gutter, gain = 0.0, 0
    for edge in _edges(fragments, em):
        kept = sum(len(band) for band, split in _bands(fragments, edge, em) if split)
        if kept > gain:
            gutter, gain = edge, kept
    if not gain:
        return [list(fragments)] if fragments else []
    ordered: list[Region] = []
    for band, split in _bands(fragments, gutter, em):
        if split:
            ordered += regions([f for f in band if _middle(f) < gutter], em)
            ordered += regions([f for f in band if _middle(f) >= gutter], em)
        else:
            ordered += regions(band, em) if len(band) < len(fragments) else [band]
    return ordered


def _edges(fragments: Sequence[Fragment], em: float) -> list[float]:
    """Where a right-hand column might begin: just before the left edges that many fragments share."""
    shared = Counter(round(f.x0 / em) for f in fragments)
    often = [place for place, count in shared.most_common(EDGES_TRIED) if count >= LINES_OF_A_COLUMN]
    return [min(f.x0 for f in fragments if round(f.x0 / em) == place) - SLACK * em for place in often]


def _bands(fragments: Sequence[Fragment], gutter: float, em: float) -> list[tuple[Region, bool]]:
    """The page cut across wherever something crosses the gutter; and whether each band is two columns."""
    crossing = sorted((f for f in fragments if f.x0 < gutter < f.x1), key=lambda f: f.top)
    beside = sorted((f for f in fragments if not f.x0 < gutter < f.x1), key=lambda f: f.top)
    bands: list[tuple[Region, bool]] = []
    across: Region = []
    position = 0
    for bar in [*crossing, None]:
        band = []
        while position < len(beside) and (bar is None or _height(beside[position]) < _height(bar)):
            band.append(beside[position])
            position += 1
        split = _is_two_columns(band, gutter, em)
        if split and across:
            bands.append((across, False))
            across = []
        if split:
            bands.append((band, True))
        else:
            across += band
        if bar is not None:
            across.append(bar)
    if across:
        bands.append((across, False))
    return bands


def _is_two_columns(band: Region, gutter: float, em: float) -> bool:
    """Whether the fragments on both sides of a gutter read as columns of text, not as cells of a table."""
    sides = [f for f in band if _middle(f) < gutter], [f for f in band if _middle(f) >= gutter]
    return all(
        len({round(f.bottom / em) for f in side}) >= LINES_OF_A_COLUMN
        and 2 * sum(len(f.text) for f in side if len(f.text) >= LETTERS_OF_A_LINE) >= sum(len(f.text) for f in side)
        for side in sides
    )


def _middle(fragment: Fragment) -> float:
    """The horizontal middle of a fragment."""
    return (fragment.x0 + fragment.x1) / 2


def _height(fragment: Fragment) -> float:
    """The vertical middle of a fragment."""
    return (fragment.top + fragment.bottom) / 2
