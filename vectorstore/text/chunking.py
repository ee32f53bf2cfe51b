"""A source text becomes passages: cut at sentence and structure borders, never longer than the embedder reads."""

import hashlib
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import sentencex

from vectorstore.text.log_lines import log_lines
from vectorstore.types import Block, Passage, SourceText, Span

# Tokens of text per passage. Chosen on the chunking study's development corpora: see docs/evaluation.md.
PASSAGE_TOKENS = 128
# Tokens that title, headings and table header may add to what is embedded.
CONTEXT_TOKENS = 64
# Tokens of the passages before and after under which a passage is indexed, too.
TOKENS_BEFORE, TOKENS_AFTER = 54, 40

TokenSpans = Callable[[str], list[Span]]


@dataclass(frozen=True, slots=True)
class _Unit:
    """What is never cut: a sentence, a row, a heading; with its length in tokens."""

    start: int
    end: int
    tokens: int
    block: Block


def sentence_spans(text: str, block: Block) -> list[Span]:
    """The sentences of a block, without the white space around them; a table row and a line of a log are one."""
    whole = text[block.start : block.end]
    if block.is_heading or block.header:
        return [Span(block.start, block.end)]
    if lines := log_lines(whole):
        return [Span(block.start + line.start, block.start + line.end) for line in lines]
    spans = []
    for sentence in sentencex.get_sentence_boundaries("en", whole):
        raw = whole[sentence["start_index"] : sentence["end_index"]]
        start = block.start + sentence["start_index"] + len(raw) - len(raw.lstrip())
        if raw.strip():
            spans.append(Span(start, start + len(raw.strip())))
    return spans


def _units(source: SourceText, token_spans: TokenSpans, limit: int) -> Iterator[_Unit]:
    """Sentences in order; one that exceeds the limit comes in pieces cut between its words."""
    for block in source.blocks:
        tokens = token_spans(source.text[block.start : block.end])
        starts = [token.start + block.start for token in tokens]
        for sentence in sentence_spans(source.text, block):
            first, last = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
            start = sentence.start
            while last - first > limit:
                cut = _word_border(source.text, starts, first, first + limit)
                piece = source.text[start : starts[cut]].rstrip()
                yield _Unit(start, start + len(piece), cut - first, block)
                first, start = cut, starts[cut]
            yield _Unit(start, sentence.end, last - first, block)


def _word_border(text: str, starts: list[int], first: int, cut: int) -> int:
    """The last token at or before the cut that begins a word, or the cut itself within one endless word."""
    for index in range(cut, first + (cut - first) // 2, -1):
        if text[starts[index] - 1].isspace():
            return index
    return cut


def _groups(units: list[_Unit], size: int) -> Iterator[list[_Unit]]:
    """Units packed into passages: a section, a table and a full passage each end one."""
    group: list[_Unit] = []
    for unit in units:
        if group and _parts(group, unit, size):
            yield group
            group = []
        group.append(unit)
    if group:
        yield group


def _parts(group: list[_Unit], unit: _Unit, size: int) -> bool:
    """Whether a unit begins a new passage."""
    previous = group[-1].block
    if unit.block.is_heading:
        return not previous.is_heading
    if unit.block.header != previous.header and not previous.is_heading:
        return True
    return sum(u.tokens for u in group) + unit.tokens > size


def _context(title: str, block: Block, token_spans: TokenSpans) -> str:
    """Title, heading path and table header, as much as fits."""
    headings = block.headings
    parts = [part for part in dict.fromkeys((title, *headings)) if part]
    lines = [" > ".join(parts)] if parts else []
    if block.header:
        lines.append(block.header)
    context = "\n".join(lines)
    tokens = token_spans(context)
    return context if len(tokens) <= CONTEXT_TOKENS else context[: tokens[CONTEXT_TOKENS].start].rstrip()


def passages(
    source: SourceText, document_id: str, token_spans: TokenSpans, size: int = PASSAGE_TOKENS
) -> list[Passage]:
    """The passages of a document in order; each is `source.text[start:end]`."""
    units = list(_units(source, token_spans, size))
    found = []
    for group in _groups(units, size):
        start, end = group[0].start, group[-1].end
        last = group[-1].block
        found.append(
            Passage(
                passage_id=hashlib.sha256(f"{document_id}:{start}:{end}".encode()).hexdigest()[:24],
                document_id=document_id,
                start=start,
                end=end,
                text=source.text[start:end],
                context=_context(source.title, last, token_spans),
                heading=last.headings[-1] if last.headings else "",
                page=source.page_at(start),
                sentences=tuple(Span(u.start, u.end) for u in group if not u.block.is_heading),
            )
        )
    return found


def surroundings(cut: Sequence[Passage], token_spans: TokenSpans) -> list[tuple[str, str]]:
    """The words right before and right after each passage, from its neighbours."""
    spans = [token_spans(passage.text) for passage in cut]
    found = []
    for index in range(len(cut)):
        before = after = ""
        if index and (tail := spans[index - 1][-TOKENS_BEFORE:]):
            before = cut[index - 1].text[tail[0].start :]
        if index + 1 < len(cut) and (head := spans[index + 1][:TOKENS_AFTER]):
            after = cut[index + 1].text[: head[-1].end]
        found.append((before, after))
    return found
