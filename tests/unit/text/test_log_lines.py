"""A line of a log is one statement."""

import pytest

from vectorstore.parsing.formats.plain import parse
from vectorstore.text.chunking import passages, sentence_spans
from vectorstore.text.log_lines import is_log_line
from vectorstore.types import Block, Span

LOG = """2031-04-02 07:00:01 INFO pump started. Pressure 3 bar. Valve open.
2031-04-02 07:00:09 ERROR valve stuck
    at valve.open(valve.c:41)
2031-04-02 07:00:12 INFO pump stopped
"""


def test_each_line_of_a_log_is_one_sentence_with_what_has_no_time_below_it() -> None:
    (block,) = parse(LOG.encode(), "T").blocks
    said = [LOG[span.start : span.end] for span in sentence_spans(LOG, block)]
    assert said == [LOG.split("\n2031")[0], *(f"2031{part.rstrip()}" for part in LOG.split("\n2031")[1:])]


def test_no_passage_begins_within_a_line() -> None:
    text = "".join(f"2031-04-02 07:{n:02}:00 INFO the pump in cellar {n} has been heard\n" for n in range(60))
    cut = passages(parse(text.encode(), "T"), "a", lambda words: [Span(i, i + 1) for i in range(0, len(words), 5)])
    assert len(cut) > 2 and all(passage.text.startswith("2031-") for passage in cut)


@pytest.mark.parametrize(
    "line",
    [
        "2031-04-02T07:00:01Z start",
        "[02/Apr/2031:07:00:01 +0000] GET /x",
        "Apr  2 07:00:01 host cron[1]: run",
        "ERROR 2031-04-02 07:00:01 no",
    ],
)
def test_lines_of_many_programs_are_known(line: str) -> None:
    assert is_log_line(line)


def test_a_transcript_keeps_its_sentences() -> None:
    text = "00:01 Ada Lunt: Welcome. Who are you?\n00:04 Bo: A smith. I make bells.\n"
    assert len(sentence_spans(text, Block(0, len(text)))) == 4
