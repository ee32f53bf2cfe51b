"""Counts, lists and outlines over whole documents of a library."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from qa.answering.chain import Chain
from qa.answering.computed.wording import MOST_QUOTES
from qa.answering.generation.refusal import NO_ANSWER
from qa.answering.question import Question
from qa.types import Answer, Turn
from vectorstore import Library, SentenceEmbedder

DOCUMENTS = {
    "orchard-survey.md": "# Orchard survey\n\nThe survey counts the trees of Ebbing Farm.\n\n## Pears\n\nForty pear "
    "trees stand by the wall. A pear tree bears from its sixth year. Wasps spoilt the pears of the south row.\n\n"
    "## Wasp nests\n\nTwo hang in the barn. One was burnt out in May.\n",
    "letters.txt": "Dear Odile,\n\nThe wasps are back in the barn. Tolliver and Wray will send a man on 7 March 2031."
    "\n",
    "barn.html": "<h1>The barn</h1><p>The barn of Ebbing Farm was roofed by Tolliver and Wray.</p><p>A ladder leans "
    "on it.</p>",
}


@pytest.fixture(scope="module")
def farm(tmp_path_factory: pytest.TempPathFactory, embedder: SentenceEmbedder) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("farm")
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    with Library.open(tmp_path_factory.mktemp("farm-store"), embedder, None) as library:
        library.sync(folder)
        yield library


def ask(library: Library, question: str, **fields: Any) -> Answer:
    *_, answer = Chain(library).stream(Question(text=question, **fields))
    for citation in answer.citations:
        assert library.text(citation.document)[citation.start : citation.end] == citation.quote
    for sentence in answer.sentences:
        assert sentence.supported and set(sentence.citations) <= {citation.number for citation in answer.citations}
    return answer


def cited(answer: Answer) -> list[str]:
    return [citation.document for citation in answer.citations]


def test_documents_that_mention_something_are_counted_exactly_each_with_one_citation(farm: Library) -> None:
    answer = ask(farm, "How many documents mention wasps?")
    assert answer.short == "2" and answer.verdict == "answered" and answer.confidence is None
    assert answer.text.startswith("2 of your 3 documents mention “wasps”:")
    assert cited(answer) == ["orchard-survey.md", "letters.txt"]  # that with more places first
    assert answer.note and "a form of “wasps”" in answer.note
    assert {passage.document for passage in answer.passages} == set(cited(answer))


def test_a_name_with_and_is_one_and_two_things_may_stand_apart(farm: Library) -> None:
    assert cited(ask(farm, "Which documents mention Tolliver and Wray?")) == ["barn.html", "letters.txt"]
    apart = ask(farm, "Which documents mention the survey and the barn?")
    assert cited(apart) == ["orchard-survey.md"] * 2


def test_documents_without_something_are_listed(farm: Library) -> None:
    answer = ask(farm, "Which documents do not mention wasps?")
    assert answer.text == "1 of your 3 documents does not mention “wasps”: barn.html." and not answer.citations


def test_what_a_full_scan_does_not_find_is_certainly_not_mentioned(farm: Library) -> None:
    answer = ask(farm, "Is a zeppelin mentioned anywhere?")
    assert answer.verdict == "not found" and answer.text == NO_ANSWER and answer.passages
    assert answer.reason == "no document mentions “zeppelin”"
    assert ask(farm, "Is a ladder mentioned in letters.txt?").reason == "letters.txt does not mention “ladder”"


def test_a_mistyped_word_is_looked_for_in_the_spelling_of_the_documents(farm: Library) -> None:
    answer = ask(farm, "How many documents mention Tolliwer?")
    assert answer.short == "2" and answer.searched == "Searched for “Tolliver” in place of “Tolliwer”."


def test_a_mention_is_answered_by_yes(farm: Library) -> None:
    answer = ask(farm, "Is 2031-03-07 mentioned anywhere?")
    assert answer.short == "Yes" and cited(answer) == ["letters.txt"]
    assert answer.sentences[0].short and answer.sentences[0].short.end == 3


def test_every_place_is_quoted_by_document(farm: Library) -> None:
    answer = ask(farm, "Find every mention of the barn")
    assert cited(answer) == ["barn.html", "barn.html", "letters.txt", "orchard-survey.md"]
    assert ask(farm, "How many times is the barn mentioned in barn.html?").short == "2"


def test_things_of_a_kind_may_be_named_in_the_heading_above_them_alone(farm: Library) -> None:
    answer = ask(farm, "List all wasp nests")
    assert [citation.quote for citation in answer.citations] == [
        "Wasp nests",
        "Two hang in the barn.",
        "One was burnt out in May.",
    ]
    assert answer.citations[1].heading == "Wasp nests"


def test_the_documents_are_told_from_the_catalog(farm: Library) -> None:
    answer = ask(farm, "How many documents are there?")
    assert answer.short == "3" and cited(answer) == sorted(DOCUMENTS)
    assert ask(farm, "Which files do you have?", documents=("barn.html",)).short == "1"


def test_an_outline_quotes_each_part_of_the_document_that_is_named(farm: Library) -> None:
    for question in ("Summarise the orchard survey", "What does orchard-survey.md say?"):
        answer = ask(farm, question)
        assert set(cited(answer)) == {"orchard-survey.md"} and answer.note
        assert "\n\nPears:\n" in answer.text and "\n\nWasp nests:\n" in answer.text
        assert answer.citations[0].quote == "The survey counts the trees of Ebbing Farm."


def test_an_outline_of_this_is_of_the_document_cited_last_or_of_all(farm: Library) -> None:
    assert cited(ask(farm, "What is this about?")) == sorted(DOCUMENTS)
    said = ask(farm, "Find every mention of a ladder")
    history = (Turn(role="user", content="?"), Turn(role="assistant", content=said.text))
    assert set(cited(ask(farm, "What is it about?", history=history))) == {"barn.html"}
    quoted = "Forty pear trees stand by the wall. A pear tree bears from its sixth year. [1]"
    history = (Turn(role="user", content="?"), Turn(role="assistant", content=quoted))
    assert set(cited(ask(farm, "Summarise this document", history=history))) == {"orchard-survey.md"}


def test_what_is_called_otherwise_is_left_to_the_passages_with_a_note_or_a_reason(farm: Library) -> None:
    for question in ("List all insects", "Summarise the weather", "Which documents are about insects?"):
        answer = ask(farm, question)
        assert answer.passages and (answer.note or answer.reason)


def test_a_language_model_writes_no_computed_answer(farm: Library, scripted: Callable[..., Any]) -> None:
    model = scripted("never asked")
    *_, answer = Chain(farm, model, "test:model").stream(Question(text="How many documents mention wasps?"))
    assert answer.short == "2" and answer.model == "extractive" and not model.asked


def test_a_long_list_is_cut_and_the_rest_is_counted(tmp_path: Path, embedder: SentenceEmbedder) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    for number in range(MOST_QUOTES + 5):
        (folder / f"{number:02}.txt").write_text(f"Note {number}: the tide gate was shut.", encoding="utf-8")
    with Library.open(tmp_path / "store", embedder, None) as library:
        library.sync(folder)
        counted = ask(library, "How many documents mention the tide gate?")
        assert counted.short == f"{MOST_QUOTES + 5}" and len(counted.citations) == MOST_QUOTES
        assert counted.note and "5 more: 30.txt, 31.txt, 32.txt, 33.txt, 34.txt." in counted.note
        places = ask(library, "Find all mentions of the tide gate")
        assert len(places.citations) == MOST_QUOTES and places.note and "5 more are not shown" in places.note
