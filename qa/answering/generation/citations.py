"""[n] ↔ spans: numbers are given in code, and only to what was really read."""

from collections.abc import Sequence
from dataclasses import dataclass

import regex
import sentencex

from qa.answering.quotes import MARKER, Evidence
from qa.answering.short_answers.short_answer import ShortAnswer
from qa.types import MARKER as FOOTNOTE
from qa.types import Citation, Sentence, ShortSpan

_MARKER = regex.compile(r"([ \t]*)\[(\d+(?:\s*[,;]\s*\d+)*)\]")
# A marker whose number is still to come while an answer is being written.
_UNFINISHED = regex.compile(r"[ \t]*\[[\d,; ]*$")
_RUN = regex.compile(r"\s+|\S+")
_ITEM = regex.compile(MARKER + r"\s")


@dataclass(frozen=True, slots=True)
class CitedText:
    """A text whose every marker points at one of its citations."""

    text: str
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    short: str | None = None


def citation(number: int, evidence: Evidence) -> Citation:
    """The citation of a piece of evidence under a number."""
    hit = evidence.hit
    return Citation(
        number=number,
        document=hit.source,
        title=hit.title,
        page=hit.passage.page if evidence.page is None else evidence.page,
        heading=hit.passage.heading if evidence.heading is None else evidence.heading,
        start=evidence.start,
        end=evidence.end,
        quote=evidence.quote,
        passage_id=hit.passage.passage_id,
        score=round(evidence.score, 4),
        short=evidence.short and ShortSpan(start=evidence.short.start, end=evidence.short.end),
        table=evidence.table,
    )


def quoted(evidence: Sequence[Evidence], short: ShortAnswer | None = None) -> CitedText:
    """The evidence itself as an answer, each piece supported since it is what it cites; before it the short answer."""
    text, sentences = "", []
    lines = [(piece.label, *_line(piece, number)) for number, piece in enumerate(evidence, 1)]
    if short and short.leads:
        first = " ".join(short.text.split())
        lines.insert(0, ("", first, ShortSpan(start=0, end=len(first)), short.number))
    for label, words, bold, number in lines:
        text += "\n\n" if text else ""
        text += f"{label}: " if label else ""
        start = len(text)
        text += f"{words} [{number}]"
        bold = bold and ShortSpan(start=start + bold.start, end=start + bold.end)
        sentences.append(Sentence(start=start, end=len(text), citations=(number,), supported=True, short=bold))
    citations = tuple(citation(n, piece) for n, piece in enumerate(evidence, 1))
    return CitedText(text, tuple(sentences), citations, short.text if short else None)


def _line(piece: Evidence, number: int) -> tuple[str, ShortSpan | None, int]:
    """A piece as it is read, where its short answer stands in that, and its number."""
    words, places = flowing(piece.quote, piece.is_list)
    if not piece.short:
        return words, None, number
    start, end = (places[offset - piece.start] for offset in (piece.short.start, piece.short.end))
    return words, ShortSpan(start=start, end=end), number


def flowing(quote: str, is_list: bool) -> tuple[str, list[int]]:
    """A quote with single spaces, each item of a list on its line; and where each of its characters, and its end, is.

    The characters themselves stay as they are: only white space differs.
    """
    text = ""
    places: list[int] = []
    for run in _RUN.finditer(quote):
        words = run.group()
        if not words.isspace():
            places += range(len(text), len(text) + len(words))
            text += words
            continue
        places += [len(text)] * len(words)
        if run.start() > 0 and run.end() < len(quote):
            text += "\n" if is_list and _begins_line(words, quote, run.end()) else " "
    return text, [*places, len(text)]


def _begins_line(space: str, quote: str, at: int) -> bool:
    """Whether white space of a list ends a line; an indented line without a marker goes on with the item above it."""
    return "\n" in space and (space[-1] == "\n" or space.count("\n") > 1 or bool(_ITEM.match(quote, at)))


def with_citations(raw: str, evidence: Sequence[Evidence], finished: bool = True) -> CitedText:
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
    sentences = tuple(_marked(sentence, text, citations) for sentence in _sentences(text))
    short = next((text[s.short.start : s.short.end] for s in sentences if s.short), None)
    return CitedText(text, sentences, citations, short)


def _marked(sentence: Sentence, text: str, citations: Sequence[Citation]) -> Sentence:
    """The sentence with the place of the short answer, if it says it in the words of what it cites."""
    for citation in citations:
        if citation.short and citation.number in sentence.citations:
            words = citation.quote[citation.short.start - citation.start : citation.short.end - citation.start]
            found = regex.search(rf"(?<![\w\[]){regex.escape(words)}(?!\w)", text[sentence.start : sentence.end])
            if found:
                bold = ShortSpan(start=sentence.start + found.start(), end=sentence.start + found.end())
                return sentence.model_copy(update={"short": bold})
    return sentence


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
            citations=tuple(dict.fromkeys(int(n) for n in FOOTNOTE.findall(text[start:end]))),
            supported=None,
        )
        for start, end in spans
    ]
