"""[n] ↔ spans: numbers are given in code, and only to what was really read."""

from collections.abc import Sequence
from dataclasses import dataclass

import regex
import sentencex

from qa.answer import Citation, Sentence
from qa.evidence import Evidence

_MARKER = regex.compile(r"([ \t]*)\[(\d+(?:\s*[,;]\s*\d+)*)\]")
# A marker whose number is still to come while an answer is being written.
_UNFINISHED = regex.compile(r"[ \t]*\[[\d,; ]*$")


@dataclass(frozen=True, slots=True)
class Cited:
    """A text whose every marker points at one of its citations."""

    text: str
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]


def citation(number: int, evidence: Evidence) -> Citation:
    """The citation of a piece of evidence under a number."""
    hit = evidence.hit
    return Citation(
        number=number,
        document=hit.source,
        title=hit.title,
        page=hit.passage.page,
        heading=hit.passage.heading,
        start=evidence.start,
        end=evidence.end,
        quote=evidence.quote,
        passage_id=hit.passage.passage_id,
        score=round(evidence.score, 4),
    )


def quoted(evidence: Sequence[Evidence]) -> Cited:
    """The evidence itself as an answer: each sentence quoted and numbered, supported since it is what it cites."""
    text, sentences = "", []
    for number, piece in enumerate(evidence, 1):
        text += "\n\n" if text else ""
        start = len(text)
        text += f"{' '.join(piece.quote.split())} [{number}]"
        sentences.append(Sentence(start=start, end=len(text), citations=(number,), supported=True))
    return Cited(text, tuple(sentences), tuple(citation(n, piece) for n, piece in enumerate(evidence, 1)))


def written(raw: str, evidence: Sequence[Evidence], finished: bool = True) -> Cited:
    """A model's text: markers that point nowhere removed, the others numbered in the order they come; not checked."""
    raw = raw if finished else _UNFINISHED.sub("", raw)
    order: dict[int, int] = {}

    def renumber(marker: regex.Match[str]) -> str:
        numbers = [int(n) for n in regex.findall(r"\d+", marker.group(2))]
        known = dict.fromkeys(n for n in numbers if 1 <= n <= len(evidence))
        shown = [order.setdefault(n, len(order) + 1) for n in known]
        return marker.group(1) + "".join(f"[{n}]" for n in shown) if shown else ""

    text = _MARKER.sub(renumber, raw).strip()
    citations = tuple(citation(shown, evidence[given - 1]) for given, shown in order.items())
    return Cited(text, tuple(_sentences(text)), citations)


def _sentences(text: str) -> list[Sentence]:
    """The sentences of a text with the numbers each cites; a marker after a full stop belongs to what precedes it."""
    spans: list[tuple[int, int]] = []
    for found in sentencex.get_sentence_boundaries("en", text):
        start, end = found["start_index"], found["end_index"]
        leading = regex.match(r"\s*(?:\[\d+\]\s*)+", text[start:end])
        if leading and spans:
            spans[-1] = (spans[-1][0], start + len(leading.group().rstrip()))
            start += leading.end()
        raw = text[start:end]
        start += len(raw) - len(raw.lstrip())
        if raw.strip():
            spans.append((start, start + len(raw.strip())))
    return [
        Sentence(
            start=start,
            end=end,
            citations=tuple(dict.fromkeys(int(n) for n in regex.findall(r"\[(\d+)\]", text[start:end]))),
            supported=None,
        )
        for start, end in spans
    ]
