"""What is quoted of the sentences that answer: each thing once, lists whole, neighbours together, all exact."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce

import regex

from qa.answering.question_type import NOTES, POINTED, QuestionType
from qa.types import CitedTable
from vectorstore import Hit, Passage, Span
from vectorstore.text.analysis import analyse
from vectorstore.text.log_lines import is_log_line

SAME_WORDS = 0.8
# A short answer is shown if the reader rather finds it than none: the logit of even odds.
LIKELIER_THAN_NONE = 0.0
LONGEST_LIST = 1200  # characters
LONGEST_ITEM = 150  # characters of an item that no marker tells from a paragraph

_NEGATIONS = frozenset(analyse("no not never nor none neither without cannot except"))
MARKER = r"(?:[-*+•◦▪‣·●○■–—]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)])"
_MARKER_BEFORE = regex.compile(rf"\n[ \t>]*({MARKER}[ \t]+(?:\[[ xX]\][ \t]+)?)$")
_MARKER_WITHIN = regex.compile(rf"{MARKER}(?:\s|$)")
_GOES_ON = regex.compile(r"[ \t]*(?:\n[ \t]+)?")
_WORD = regex.compile(r"[\p{L}\p{N}]")
_NUMBER_END = regex.compile(r"\d[\d:.,/-]*$")
_NUMBER_REST = regex.compile(r"(?:[:.,/-]?\d)+")
_BARE = regex.compile(r"(?:yes|no)[.!]", regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of a passage that answers, or a few that belong together, `document[start:end]`."""

    hit: Hit
    start: int
    end: int
    quote: str
    score: float
    short: Span | None = None
    """The short answer within it, in the document's characters, where the reader found one."""
    is_list: bool = False
    """Whether it holds a list, whose items stand on lines of their own."""
    table: CitedTable | None = None
    """The same as rows of a table, where it is some; then `short` is one of the cells."""
    label: str = ""
    """What tells its place from that of a sentence which differs in a number only: said before it, never quoted."""
    page: int | None = None
    """The page on which it begins, where that may be another than its passage's."""
    heading: str | None = None
    """The heading that it stands under, where that may be another than its passage's."""

    @property
    def is_row(self) -> bool:
        """Whether it is rows of a table."""
        return self.table is not None


def answer_span(hit: Hit) -> Span | None:
    """The short answer that the reader found in a passage."""
    reading = hit.reranked
    if not reading or not reading.span or (reading.span_score or 0) < LIKELIER_THAN_NONE:
        return None
    return _untorn(hit.passage, reading.span)


def _untorn(passage: Passage, span: Span) -> Span:
    """The span without a number or time torn at its ends: `05:13:31`, never `13:31`."""
    start, end = span.start - passage.start, span.end - passage.start
    torn = _NUMBER_END.search(passage.text, endpos=start) if passage.text[start : start + 1].isdigit() else None
    rest = _NUMBER_REST.match(passage.text, end) if passage.text[end - 1 : end].isdigit() else None
    return Span(passage.start + (torn.start() if torn else start), passage.start + (rest.end() if rest else end))


def select_quotes(sentences: Sequence[Evidence], most: int, kind: QuestionType) -> tuple[Evidence, ...]:
    """What to quote of sentences, best first; a pointed question takes the one item of a list that answers it."""
    kept = _distinct([_whole(sentence, kind) for sentence in sentences])[:most]
    joined: list[Evidence] = []
    for piece in kept:
        touching = [other for other in joined if _side_by_side(piece, other)]
        place = joined.index(touching[0]) if touching else len(joined)
        joined = [other for other in joined if other not in touching]
        joined.insert(place, reduce(_joined, [*touching, piece]))
    return tuple(joined)


def _stretch(piece: Evidence, start: int, end: int, is_list: bool) -> Evidence:
    passage = piece.hit.passage
    quote = passage.text[start - passage.start : end - passage.start]
    return replace(piece, start=start, end=end, quote=quote, is_list=is_list)


def _distinct(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence without what repeats something better in nearly the same words."""
    kept: list[tuple[Evidence, set[str]]] = []
    for piece in evidence:
        terms = set(analyse(piece.quote))
        if not any(_repeats(terms, other) for _, other in kept):
            kept.append((piece, terms))
    return [piece for piece, _ in kept]


def _repeats(terms: set[str], other: set[str]) -> bool:
    """Whether the words are nearly the same; another number, or a "not", makes another statement of them."""
    telling = {term for term in terms ^ other if term in _NEGATIONS or any(c.isdigit() for c in term)}
    return not telling and len(terms & other) >= SAME_WORDS * len(terms | other)


def _side_by_side(one: Evidence, other: Evidence) -> bool:
    """Whether nothing but white space and markers of a list stands between two pieces of one passage."""
    is_apart = one.is_row or other.is_row or is_log_line(one.quote)
    if is_apart or one.hit.passage.passage_id != other.hit.passage.passage_id:
        return False
    first, second = sorted((one, other), key=lambda piece: piece.start)
    passage = one.hit.passage
    between = passage.text[first.end - passage.start : max(second.start, first.end) - passage.start]
    return not _WORD.search(regex.sub(rf"(?<=\n)[ \t>]*{MARKER}", "", between))


def _joined(better: Evidence, worse: Evidence) -> Evidence:
    start, end = min(better.start, worse.start), max(better.end, worse.end)
    whole = _stretch(better, start, end, better.is_list or worse.is_list)
    return replace(whole, short=better.short or worse.short)


def _whole(piece: Evidence, kind: QuestionType) -> Evidence:
    """The sentence with what belongs to it: its list, the bare yes or no that was asked for, the answer after it."""
    if piece.is_row:
        return piece
    passage = piece.hit.passage
    at = next((i for i, span in enumerate(passage.sentences) if span.start == piece.start), None)
    if at is None or is_log_line(piece.quote):
        return piece
    if _BARE.fullmatch(piece.quote) and at + 1 < len(passage.sentences) and _adjoins(passage, at + 1):
        return _stretch(piece, piece.start, passage.sentences[at + 1].end, False)
    bare = kind == "yes or no" and at and _BARE.fullmatch(_said(passage, at - 1))
    if bare and not _WORD.search(_lead(passage, at)):
        return _stretch(piece, passage.sentences[at - 1].start, piece.end, False)
    first, last = _list(passage, at)
    if first == last or (kind in POINTED and not _introduces(passage, at)):
        return piece if kind in NOTES else _with_answer(piece, at)
    marker = _MARKER_BEFORE.search(_lead(passage, first))
    start = passage.sentences[first].start - (len(marker[1]) if marker else 0)
    while last > at and passage.sentences[last].end - start > LONGEST_LIST:
        last -= 1
    end = passage.sentences[last].end
    return _stretch(piece, start, end, True) if end - start <= LONGEST_LIST else piece


def _with_answer(piece: Evidence, at: int) -> Evidence:
    """The sentence and the next one where the answer was found there: the first says what it is the answer to."""
    passage, answer = piece.hit.passage, answer_span(piece.hit)
    if not answer or at + 1 == len(passage.sentences) or not _adjoins(passage, at + 1):
        return piece
    after = passage.sentences[at + 1]
    if not after.start <= answer.start < answer.end <= after.end:
        return piece
    return replace(_stretch(piece, piece.start, after.end, False), short=answer)


def _list(passage: Passage, at: int) -> tuple[int, int]:
    """The first and the last sentence of the list that a sentence introduces or stands in; itself without one."""
    count = len(passage.sentences)
    for is_item in (_marked(passage), _plain(passage)):
        first = at + 1 if _introduces(passage, at) else at
        if first >= count or not is_item[first]:
            continue
        last = first
        while first and is_item[first - 1] and _follows(passage, first):
            first -= 1
        while last + 1 < count and is_item[last + 1] and _follows(passage, last + 1):
            last += 1
        introduced = first > 0 and _introduces(passage, first - 1) and _follows(passage, first)
        items = sum(1 for i in range(first, last + 1) if "\n" in _lead(passage, i) or i == first)
        if introduced or items > 1:
            return first - introduced, last
    return at, at


def _marked(passage: Passage) -> list[bool]:
    """For each sentence whether it belongs to an item that a bullet or a number marks."""
    is_item: list[bool] = []
    for i in range(len(passage.sentences)):
        lead = _lead(passage, i)
        begins = i == 0 or "\n" in lead
        marked = _MARKER_BEFORE.search(lead if i else f"\n{lead}") or _MARKER_WITHIN.match(_said(passage, i))
        opens = begins and bool(marked)
        is_item.append(opens or bool(i and is_item[-1] and _GOES_ON.fullmatch(lead)))
    # A passage that begins within a list begins after the marker of its first item.
    if len(is_item) > 1 and is_item[1] and not _lead(passage, 0) and _lead(passage, 1).count("\n") == 1:
        is_item[0] = is_item[0] or not _introduces(passage, 0)
    return is_item


def _plain(passage: Passage) -> list[bool]:
    """For each sentence whether it may be an unmarked item: a short line of its own below an introduction."""
    count, is_item = len(passage.sentences), [False] * len(passage.sentences)
    for i in range(1, count):
        alone = "\n" in _lead(passage, i) and (i + 1 == count or "\n" in _lead(passage, i + 1))
        below = is_item[i - 1] or _introduces(passage, i - 1)
        short = len(_said(passage, i)) <= LONGEST_ITEM
        is_item[i] = below and alone and short and not _introduces(passage, i)
    return is_item


def _introduces(passage: Passage, i: int) -> bool:
    return _said(passage, i).endswith(":")


def _follows(passage: Passage, i: int) -> bool:
    """Whether no heading stands between a sentence and the one before it."""
    return not _WORD.search(regex.sub(rf"(?<=\n)[ \t>]*{MARKER}", "", _lead(passage, i)))


def _adjoins(passage: Passage, i: int) -> bool:
    """Whether neither a heading nor the marker of an item stands between a sentence and the one before it."""
    return not _WORD.search(_lead(passage, i)) and not _MARKER_BEFORE.search(_lead(passage, i))


def _said(passage: Passage, i: int) -> str:
    span = passage.sentences[i]
    return passage.text[span.start - passage.start : span.end - passage.start]


def _lead(passage: Passage, i: int) -> str:
    """What stands between a sentence and the one before it."""
    before = passage.sentences[i - 1].end if i else passage.start
    return passage.text[before - passage.start : passage.sentences[i].start - passage.start]
