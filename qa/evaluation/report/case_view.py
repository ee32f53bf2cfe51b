"""A case as the report shows it: its texts in stretches, with what was both cited and evidence marked."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.evaluation.metrics.span_metrics import Place, union
from qa.evaluation.runner.case_result import GoldPlace, Outcome
from qa.types import Answer, Citation, PassageRead
from vectorstore import Span

LONGEST = 1_200  # characters shown of a quote: evidence may be a whole document
BEFORE = 200  # of them before what is marked, where the rest is cut off
MOST_PLACES = 10  # shown of the evidence: a quote may stand in hundreds of places
_MARKER = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters that are shown alike."""

    text: str
    marked: bool = False
    number: int | None = None
    """The citation that they point to."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of the answer, or what stands between two."""

    stretches: tuple[Stretch, ...]
    supported: bool | None = True


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of a place: a citation, or evidence."""

    place: Citation | GoldPlace
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One case, ready to be shown."""

    outcome: Outcome
    said: tuple[Said, ...]
    citations: tuple[Quote, ...]
    gold: tuple[Quote, ...]
    """Evidence, what was cited of it first."""
    more: int
    """Places of evidence that are not shown."""
    nearest: tuple[tuple[PassageRead, bool], ...]
    """Where a refusal looked, each with whether it holds evidence."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """What it can be chosen by: right or wrong, where it was lost, and whether there was an error."""
        outcome = self.outcome
        return tuple(filter(None, ("right" if outcome.right else "wrong", outcome.lost, outcome.error and "error")))


def exhibit(outcome: Outcome) -> Exhibit:
    """A case, ready to be shown."""
    answer = outcome.answer
    cited = answer.citations if answer else ()
    gold = [_quote(place, place.text, cited) for place in outcome.gold]
    gold.sort(key=lambda quote: not any(stretch.marked for stretch in quote.stretches))
    return Exhibit(
        outcome=outcome,
        said=tuple(_said(answer)) if answer else (),
        citations=tuple(_quote(citation, citation.quote, outcome.gold) for citation in cited),
        gold=tuple(gold[:MOST_PLACES]),
        more=len(gold[MOST_PLACES:]),
        nearest=tuple((p, bool(_shared(p, outcome.gold))) for p in answer.passages)
        if answer and answer.refused
        else (),
    )


def _said(answer: Answer) -> Iterator[Said]:
    numbers, at = {citation.number for citation in answer.citations}, 0
    for sentence in sorted(answer.sentences, key=lambda sentence: sentence.start):
        if sentence.start < at:  # overlapping sentences would say their words twice
            continue
        yield Said(_footnoted(answer.text[at : sentence.start], numbers))
        yield Said(_footnoted(answer.text[sentence.start : sentence.end], numbers), sentence.supported)
        at = sentence.end
    yield Said(_footnoted(answer.text[at:], numbers))


def _footnoted(words: str, numbers: set[int]) -> tuple[Stretch, ...]:
    """The words with each [n] that is a citation apart."""
    found, at = [], 0
    for marker in _MARKER.finditer(words):
        if int(marker[1]) in numbers:
            found += [Stretch(words[at : marker.start()]), Stretch(marker[0], number=int(marker[1]))]
            at = marker.end()
    return tuple(stretch for stretch in (*found, Stretch(words[at:])) if stretch.text)


def _quote(place: Citation | GoldPlace, text: str, others: Sequence[Citation | GoldPlace]) -> Quote:
    """The words of a place, what it shares with the others marked; of a long one the part around the first mark."""
    marks = [(span.start - place.start, span.end - place.start) for _, span in _shared(place, others)]
    begin = max(0, marks[0][0] - BEFORE) if marks and len(text) > LONGEST else 0
    end = min(len(text), begin + LONGEST)
    found, at = [Stretch("… ")] if begin else [], begin
    for start, stop in marks:
        found += [Stretch(text[at : min(start, end)]), Stretch(text[start : min(stop, end)], marked=True)]
        at = min(stop, end)
    found += [Stretch(text[at:end]), Stretch(" …" if end < len(text) else "")]
    return Quote(place, tuple(stretch for stretch in found if stretch.text))


def _shared(place: Citation | GoldPlace | PassageRead, others: Sequence[Citation | GoldPlace]) -> list[Place]:
    """The characters of a place that are also in one of the others."""
    return union(
        (place.document, Span(max(place.start, other.start), min(place.end, other.end)))
        for other in others
        if other.document == place.document and max(place.start, other.start) < min(place.end, other.end)
    )
