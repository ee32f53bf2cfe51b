from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from qa import Service, Settings
from qa.answering import evidence
from qa.answering.calibration import Calibration, Threshold
from qa.answering.chain import Chain
from qa.answering.generation.refusal import NO_ANSWER, NO_PASSAGE
from qa.answering.question import Question
from qa.answering.verdict import MOST_PLACES
from qa.errors import InvalidQuestion, ModelFailed
from tests.fixtures.answers import assert_exact, last
from vectorstore import Library, Passage, SentenceEmbedder, Span
from vectorstore.errors import UnknownDocument
from vectorstore.types import RerankResult

CABLE = "How long is the cable from Turbine 3 to the shore?"
SWITCH = "How long does it take to switch?"


def test_the_answer_is_quoted_word_for_word_from_what_it_cites(service: Service) -> None:
    answer = service.ask(CABLE)
    assert not answer.refused and answer.model == "extractive" and answer.confidence
    assert answer.citations[0].document == "operations-handbook.pdf" and "1,875 m" in answer.citations[0].quote
    assert answer.citations[0].page is not None
    assert all(sentence.supported for sentence in answer.sentences)
    assert_exact(answer, service.library)


def test_what_the_documents_do_not_say_is_refused_with_the_nearest_passages(service: Service) -> None:
    answer = service.ask("Which submarine did the zeppelin pilot repaint?")
    assert answer.refused and answer.text == NO_ANSWER and not answer.citations
    assert answer.reason == "no document mentions submarine, zeppelin, repaint"
    assert len(answer.passages) == 8
    assert_exact(answer, service.library)


def test_an_answer_grows_and_the_last_is_what_ask_returns(service: Service) -> None:
    grown = list(service.stream(CABLE))
    assert grown[0].passages and not grown[0].text
    assert grown[-1].model_copy(update={"seconds": None}) == service.ask(CABLE).model_copy(update={"seconds": None})


def test_a_follow_up_finds_what_the_turn_before_was_about(service: Service) -> None:
    answer = service.ask("And from Turbine 2?", history=[{"role": "user", "content": CABLE}])
    assert answer.standalone == "How long is the cable from Turbine 2 to the shore?"
    assert "1,610 m" in answer.citations[0].quote


def test_chosen_documents_confine_an_answer(service: Service) -> None:
    answer = service.ask(CABLE, documents=["faq.md"])
    assert {passage.document for passage in answer.passages} == {"faq.md"}
    with pytest.raises(UnknownDocument):
        service.ask(CABLE, documents=["nothing.pdf"])


@pytest.mark.parametrize("question", ["", "  \n ", "x" * 100_000])
def test_an_empty_or_endless_question_is_refused_in_one_line(service: Service, question: str) -> None:
    with pytest.raises(InvalidQuestion) as error:
        service.ask(question)
    assert "\n" not in str(error.value)


def test_an_empty_library_says_so(tmp_path: Path, embedder: SentenceEmbedder) -> None:
    answer = Service(Settings(), Library.open(tmp_path / "store", embedder)).ask("Is anybody there?")
    assert answer.refused and answer.reason == "there are no documents in the collection 'default' yet"


def test_a_model_writes_from_the_evidence_and_nothing_it_says_is_passed_off_as_checked(
    samples: Library, scripted: Callable[..., Any]
) -> None:
    model = scripted("The cable is 1,875 m long [1]. It is painted blue [9].")
    answer = last(Chain(samples, model, "test:model"), Question(text=CABLE))
    assert answer.text == "The cable is 1,875 m long [1]. It is painted blue."
    assert [s.supported for s in answer.sentences] == [None, None]
    assert answer.model == "test:model"
    assert "1,875 m" in model.asked[0] and CABLE in model.asked[0]
    assert_exact(answer, samples)


def test_a_models_own_refusal_is_a_refusal(samples: Library, scripted: Callable[..., Any]) -> None:
    answer = last(Chain(samples, scripted(NO_ANSWER), "test:model"), Question(text=CABLE))
    assert answer.refused and answer.text == NO_ANSWER and answer.reason and not answer.citations


def test_without_evidence_no_model_is_called(samples: Library, scripted: Callable[..., Any]) -> None:
    model = scripted()
    assert last(Chain(samples, model, "test:model"), Question(text="Who repainted the zeppelin?")).refused
    assert model.asked == []


def test_a_model_that_cannot_be_had_is_named_in_one_line(samples: Library) -> None:
    for name in ("nonsense", "openai:gpt-x"):
        service = Service(Settings(model=name, base_url="http://127.0.0.1:9/v1"), samples)
        with pytest.raises(ModelFailed, match=name):
            service.ask(CABLE)


class Marks:
    """A reranker that finds given words wherever they stand, and takes such a passage for an answer."""

    identity = "marks"
    fusion_weight = 0.5

    def __init__(self, words: str) -> None:
        self.words = words

    def rerank(self, question: str, passages: Sequence[Passage]) -> list[RerankResult]:
        return [self._reading(passage) for passage in passages]

    def _reading(self, passage: Passage) -> RerankResult:
        at = passage.text.find(self.words)
        if at < 0:
            return RerankResult(-9.0, None, -9.0, (-9.0,) * len(passage.sentences))
        span = Span(passage.start + at, passage.start + at + len(self.words))
        scores = tuple(9.0 if said.start <= span.start < said.end else -9.0 for said in passage.sentences)
        return RerankResult(9.0, span, 9.0, scores)


def sure(logit: float) -> Calibration:
    """What ranks sentences by the reader alone, and is always as sure that they answer."""
    return Calibration(
        rank={"said": 1.0},
        answers={"bias": logit},
        answered=Threshold(confidence=0.6, error=0.0),
        uncertain=Threshold(confidence=0.4, error=0.0),
        questions=0,
    )


@pytest.fixture
def marked(samples: Library, embedder: SentenceEmbedder, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Library]:
    """The samples as a reranker sees them that finds given words, with all doubts about answering put aside."""

    def open_marked(words: str) -> Library:
        monkeypatch.setattr(evidence, "calibration_of", lambda library: sure(9.0))
        return Library.open(samples.store, embedder, Marks(words))

    return open_marked


def test_the_short_answer_comes_first_and_is_marked_in_the_text_and_in_the_document(
    marked: Callable[[str], Library],
) -> None:
    library = marked("1,875 m")
    answer = last(Chain(library), Question(text=CABLE))
    assert answer.short == "1,875 m" and answer.text.startswith("1,875 m [1]\n\n") and answer.note is None
    assert all(answer.text[s.short.start : s.short.end] == "1,875 m" for s in answer.sentences[:2] if s.short)
    assert [s.short is not None for s in answer.sentences[:2]] == [True, True]
    assert_exact(answer, library)


def test_what_is_uncertain_is_quoted_and_nothing_of_it_is_put_forward(
    samples: Library, embedder: SentenceEmbedder, monkeypatch: pytest.MonkeyPatch, scripted: Callable[..., Any]
) -> None:
    monkeypatch.setattr(evidence, "calibration_of", lambda library: sure(0.0))
    library = Library.open(samples.store, embedder, Marks("15 working days"))
    answer = last(Chain(library), Question(text=SWITCH))
    assert (answer.verdict, answer.refused, answer.reason, answer.confidence) == ("uncertain", False, None, 0.5)
    assert 1 <= len(answer.citations) <= MOST_PLACES and "15 working days" in answer.citations[0].quote
    assert answer.short is None and not any(piece.short for piece in (*answer.sentences, *answer.citations))
    assert_exact(answer, library)
    written = last(Chain(library, scripted("It is 15 working days [1]."), "test:model"), Question(text=SWITCH))
    assert (written.verdict, written.text, written.short) == ("uncertain", "It is 15 working days [1].", None)


def test_a_question_that_passages_cannot_answer_fully_says_so_and_is_given_no_short_answer(
    marked: Callable[[str], Library],
) -> None:
    library = marked("1,875 m")
    for question in (
        "List every length of more than 1,000 m",
        "How many of my documents were written by the manager?",
        "Summarise the laying of the cable",
    ):
        answer = last(Chain(library), Question(text=question))
        assert answer.note and not answer.refused and answer.short is None
        assert not any(sentence.short for sentence in answer.sentences)


def test_what_a_model_wrote_has_the_short_answer_marked_where_it_says_it(
    scripted: Callable[..., Any], marked: Callable[[str], Library]
) -> None:
    library = marked("1,875 m")
    answer = last(Chain(library, scripted("The cable is 1,875 m long [1]."), "test:model"), Question(text=CABLE))
    (sentence,) = answer.sentences
    assert sentence.short and answer.text[sentence.short.start : sentence.short.end] == answer.short == "1,875 m"


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("Summarise the zeppelin", "no document is called so"),
        ("How many documents were written by a zeppelin?", "no document mentions zeppelin"),
        ("List every turbine without a gearbox", "what is wanted cannot be found"),
    ],
)
def test_a_refusal_of_such_a_question_does_not_say_that_the_documents_are_silent(
    samples: Library, monkeypatch: pytest.MonkeyPatch, question: str, reason: str
) -> None:
    monkeypatch.setattr(evidence, "calibration_of", lambda library: sure(-9.0))
    answer = last(Chain(samples), Question(text=question))
    assert answer.refused and answer.text == NO_PASSAGE and answer.reason and answer.reason.startswith(reason)
    assert answer.passages and answer.note is None
