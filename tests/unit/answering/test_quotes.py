"""What is quoted: each thing once, lists whole, neighbours together; and every quote an exact slice."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.generation.citations import flowing, quoted
from qa.answering.question_type import QuestionType
from qa.answering.quotes import Evidence, answer_span, select_quotes
from qa.answering.short_answers.short_answer import short_answer
from vectorstore import Hit, Passage, Span
from vectorstore.parsing.formats.markdown import parse
from vectorstore.text.chunking import passages
from vectorstore.types import RerankResult

LIST = """Before a dive:

- Close the valve.
- Lock the gate. The key
  stays with you.
- Tell the control room.

Then dive.
"""


def hit(text: str, document: str = "a.md") -> Hit:
    source = parse(text.encode(), "T")
    (passage,) = passages(source, document, lambda words: [Span(i, i + 1) for i in range(0, len(words), 9)])
    return Hit(passage, document, "T", "default", 1.0)


def sentence(of: Hit, words: str, bold: str = "") -> Evidence:
    """The sentence of a hit that holds some words."""
    passage = of.passage
    for span in passage.sentences:
        quote = passage.text[span.start - passage.start : span.end - passage.start]
        if words in quote:
            at = span.start + quote.index(bold)
            return Evidence(of, span.start, span.end, quote, 0.5, Span(at, at + len(bold)) if bold else None)
    raise AssertionError(words)


def read(of: Hit, words: str, score: float = 1.0) -> Hit:
    """A hit in which a reader found some words."""
    start = of.passage.start + of.passage.text.index(words)
    return replace(of, reranked=RerankResult(1.0, Span(start, start + len(words)), score))


def test_a_list_is_quoted_whole_from_what_introduces_it_to_its_last_item() -> None:
    said = hit(LIST)
    for words in ("Before", "Close", "Lock", "stays", "Tell"):
        (piece,) = select_quotes([sentence(said, words)], 3, "other")
        assert piece.quote == LIST[: LIST.index("\n\nThen")] and piece.is_list, words
    assert quoted([piece]).text == (
        "Before a dive:\n- Close the valve.\n- Lock the gate. The key stays with you.\n- Tell the control room. [1]"
    )


def test_a_pointed_question_takes_the_item_alone_but_never_an_introduction_alone() -> None:
    said = hit(LIST)
    (item,) = select_quotes([sentence(said, "Lock")], 3, "when")
    assert item.quote == "Lock the gate." and not item.is_list
    (introduced,) = select_quotes([sentence(said, "Before")], 3, "when")
    assert introduced.is_list


def test_a_list_without_an_introduction_begins_at_its_first_marker() -> None:
    (piece,) = select_quotes([sentence(hit("# Tools\n\n1. hammer\n2. file\n3. saw\n"), "file")], 3, "other")
    assert piece.quote == "1. hammer\n2. file\n3. saw"


def test_an_introduced_list_without_markers_is_its_short_lines() -> None:
    text = "You need:\n\nboots\n\na helmet\n\nA guide meets you at the gate. He has the keys.\n"
    for words in ("You", "boots", "helmet"):
        (piece,) = select_quotes([sentence(hit(text), words)], 3, "other")
        assert piece.quote == "You need:\n\nboots\n\na helmet", words
        assert quoted([piece]).text == "You need:\nboots\na helmet [1]"


def test_an_endless_list_is_quoted_as_far_as_it_is_read() -> None:
    text = "Bring:\n\n" + "".join(f"- thing number {n} of the hundred that there are\n" for n in range(100))
    passage = passages(parse(text.encode(), "T"), "a", lambda words: [Span(0, 1)])[0]
    (piece,) = select_quotes([sentence(Hit(passage, "a", "T", "default", 1.0), "Bring")], 3, "other")
    assert piece.quote.startswith("Bring:") and 1100 < len(piece.quote) <= 1200


def test_neighbours_become_one_citation_in_reading_order() -> None:
    said = hit("The gate opens at four. It closes at nine. Nobody may enter later. A key lies in the office.")
    parts = [sentence(said, "closes", "nine"), sentence(said, "office"), sentence(said, "opens")]
    joined = select_quotes(parts, 3, "other")
    assert [piece.quote for piece in joined] == [
        "The gate opens at four. It closes at nine.",
        "A key lies in the office.",
    ]
    assert joined[0].short is not None
    whole = select_quotes([sentence(said, words) for words in ("opens", "Nobody", "closes")], 3, "other")
    assert [piece.quote for piece in whole] == ["The gate opens at four. It closes at nine. Nobody may enter later."]


def test_no_heading_is_quoted_between_neighbours() -> None:
    text = "One is here.\n\n# B\n\nTwo is there."
    broken = Passage("p", "d", 0, len(text), text, "", "", None, (Span(0, 12), Span(19, 32)))
    said = read(Hit(broken, "a", "T", "default", 1.0), "there")
    parts = [sentence(said, words) for words in ("One", "Two")]
    assert [piece.quote for piece in select_quotes(parts, 3, "other")] == ["One is here.", "Two is there."]


def test_a_bare_no_is_quoted_with_what_follows_it_where_it_was_asked_for() -> None:
    said = sentence(hit("No. At slack the battery serves."), "battery")
    assert [piece.quote for piece in select_quotes([said], 3, "yes or no")] == ["No. At slack the battery serves."]
    assert [piece.quote for piece in select_quotes([said], 3, "who")] == ["At slack the battery serves."]
    bare = sentence(hit("No. At slack the battery serves."), "No.")
    assert [piece.quote for piece in select_quotes([bare], 3, "yes or no")] == ["No. At slack the battery serves."]


PRIZE = "The sluice is one of the Seven Works. There is an award of £90 for mending it. It leaks.\n"


def test_the_answer_right_after_a_sentence_is_quoted_with_it() -> None:
    (piece,) = select_quotes([sentence(read(hit(PRIZE), "£90"), "Works")], 3, "how many")
    assert piece.quote == PRIZE[: PRIZE.index(" It leaks")]
    assert piece.short and quoted([piece]).text == f"{piece.quote} [1]"
    assert PRIZE.startswith("£90", piece.short.start - piece.hit.passage.start)


@pytest.mark.parametrize(
    ("text", "words", "score", "kind"),
    [
        (PRIZE, "leaks", 1.0, "other"),  # not right after it
        (PRIZE, "£90", -1.0, "other"),  # rather no answer than this one
        (PRIZE, "£90", 1.0, "every"),  # no few words answer it
        ("- The sluice is one of the Seven Works.\n- An award of £90.\n", "£90", 1.0, "when"),  # another item
    ],
)
def test_no_other_answer_is_quoted_with_a_sentence(text: str, words: str, score: float, kind: QuestionType) -> None:
    (piece,) = select_quotes([sentence(read(hit(text), words, score), "Works")], 3, kind)
    assert piece.quote == "The sluice is one of the Seven Works." and not piece.short


def test_the_same_words_are_quoted_once_and_other_numbers_or_a_not_are_other_words() -> None:
    fee = "The fee for a mooring at the north pier is 30 pounds a month, payable in advance at the office."
    others = [fee.replace("pounds", "Pounds"), fee.replace("30", "45"), fee.replace(" is ", " is not ")]
    said = [sentence(hit(text, f"{n}.md"), "fee") for n, text in enumerate((fee, *others))]
    assert [piece.hit.source for piece in select_quotes(said, 5, "other")] == ["0.md", "2.md", "3.md"]


def test_a_time_is_not_torn_by_the_short_answer() -> None:
    said = read(hit("It rang at 05:13:31 and stopped at 1,250.5 turns."), "13:3")
    found = answer_span(said)
    assert found and said.passage.text[found.start : found.end] == "05:13:31"


def test_lines_of_a_log_are_quoted_alone() -> None:
    text = "2031-04-02 07:00 pump on\n2031-04-02 07:05 pump off\n2031-04-02 07:09 pump on again\n"
    said = hit(text)
    pieces = select_quotes([sentence(said, words) for words in ("07:05", "07:09")], 3, "other")
    assert [piece.quote for piece in pieces] == ["2031-04-02 07:05 pump off", "2031-04-02 07:09 pump on again"]


WORDS = st.lists(
    st.sampled_from(["1889", "The", "tower.", "-", "•", "a\u0301", "𝔘", "\n", "\n\n", "\r\n", " \t", "  "])
)


@given(WORDS.map(" ".join).map(str.strip).filter(bool), st.booleans(), st.data())
def test_the_bold_characters_are_the_documents(quote: str, is_list: bool, data: st.DataObject) -> None:
    text, places = flowing(quote, is_list)
    assert len(places) == len(quote) + 1 and text.split() == quote.split()
    start = data.draw(st.integers(0, len(quote) - 1))
    end = data.draw(st.integers(start + 1, len(quote)))
    if quote[start].isspace() or quote[end - 1].isspace():
        return
    passage = Passage("p", "d", 100, 100 + len(quote), quote, "", "", None, (Span(100, 100 + len(quote)),))
    piece = Evidence(
        Hit(passage, "a", "T", "c", 1), 100, 100 + len(quote), quote, 1, Span(100 + start, 100 + end), is_list
    )
    cited = quoted([piece, piece])
    for said in cited.sentences:
        assert said.short and cited.text[said.short.start : said.short.end].split() == quote[start:end].split()
    place = cited.citations[0].short
    assert place and quote[place.start - 100 : place.end - 100] == quote[start:end]


def test_the_short_answer_stands_first_where_it_is_what_was_asked_for() -> None:
    said = sentence(hit("The tower was\nbuilt in 1889 by Eiffel."), "1889", "1889")
    found = short_answer("When was it built?", "when", [said])
    assert found and (found.text, found.leads) == ("1889", True)
    cited = quoted([said], found)
    assert cited.text == "1889 [1]\n\nThe tower was built in 1889 by Eiffel. [1]" and cited.short == "1889"
    assert [(cited.text[s.start : s.end], s.citations, s.supported) for s in cited.sentences] == [
        ("1889 [1]", (1,), True),
        ("The tower was built in 1889 by Eiffel. [1]", (1,), True),
    ]
    assert [cited.text[s.short.start : s.short.end] for s in cited.sentences if s.short] == ["1889", "1889"]


def test_what_is_not_of_the_kind_that_was_asked_for_is_only_bold() -> None:
    tower = hit("The tower was built in 1889 by Eiffel.")
    for kind, bold in (("when", "Eiffel"), ("how many", "Eiffel"), ("who", "1889"), ("other", "1889")):
        found = short_answer("?", kind, [sentence(tower, "tower", bold)])
        assert found and found.text == bold and not found.leads, kind
    cell = sentence(hit("9 October 2021"), "2021", "9 October 2021")
    whole = short_answer("?", "when", [cell])
    assert whole and not whole.leads  # it would stand there twice


def test_yes_and_no_are_told_unless_documents_disagree() -> None:
    asked = "Are dogs allowed on the pier?"
    yes, no = (sentence(hit(f"Dogs are {said}allowed on the pier.", f"{said}.md"), "Dogs") for said in ("", "not "))
    for evidence, text, number in (([yes], "Yes", 1), ([no], "No", 1)):
        told = short_answer(asked, "yes or no", evidence)
        assert told and (told.text, told.number, told.leads) == (text, number, True)
    assert (
        quoted([no], short_answer(asked, "yes or no", [no])).text == "No [1]\n\nDogs are not allowed on the pier. [1]"
    )
    assert short_answer(asked, "yes or no", [yes, no]) is None
