"""Which sentences are chosen does not depend on how many of them were measured."""

import pytest

from qa.answering import evidence
from qa.answering.calibration import shipped
from qa.answering.eligibility.candidates import candidates
from qa.answering.eligibility.identifier_check import required_of
from qa.answering.retrieve import PASSAGES
from qa.evaluation import load
from tests.fixtures.paths import SAMPLES
from vectorstore import Library, SentenceEmbedder
from vectorstore.models.reranker import DEFAULT_RERANKER, NO_RERANKER

QUESTIONS = [case.question for case in load(SAMPLES / "questions.jsonl")[::4]]


@pytest.fixture(scope="module", params=[DEFAULT_RERANKER, NO_RERANKER])
def library(request: pytest.FixtureRequest, samples: Library, embedder: SentenceEmbedder) -> Library:
    return Library.open(samples.store, embedder, request.param)


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_could_not_be_quoted_need_not_be_measured(
    question: str, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    hits = library.search(question, PASSAGES)
    measured: list[int] = []

    def counting(asked: str, some: list[evidence.ScoredSentence], library: Library) -> list[evidence.ScoredSentence]:
        measured.append(len(some))
        return matched(asked, some, library)

    matched = evidence.matched
    monkeypatch.setattr(evidence, "matched", counting)
    found = evidence.select_by(shipped(library), library, question, hits)
    some = sum(measured)
    monkeypatch.setattr(evidence, "FIRST", 1000)
    every = evidence.select_by(shipped(library), library, question, hits)
    assert some <= sum(measured) - some == len(candidates(hits, required_of(question, hits)))
    assert [(e.hit.source, e.start, e.end) for e in found.evidence] == [
        (e.hit.source, e.start, e.end) for e in every.evidence
    ]
    assert found.logit == pytest.approx(every.logit, abs=0.05)  # the same sentence among others: rounded otherwise
