"""Training on a user's own pairs: the samples and their questions, from the file to a model that the product loads."""

import random
from pathlib import Path

import pytest

from qa.evaluation.cases.case import Case, Gold, InvalidCases
from qa.evaluation.cases.located_evidence import CollectionReader
from qa.evaluation.cases.parse import jsonl_cases, with_ids
from training.examples.encoded import encoded
from training.examples.evaluation_cases import UnusableCase, case_examples, usable
from training.model.backbone import backbone_tokenizer
from training.run.fine_tune import fine_tune
from training.run.recipe import Recipe
from training.run.trainer import TrainingRun
from vectorstore import Library
from vectorstore.models.evidence.model import EvidenceModel

PAIRS = Path(__file__).parents[2] / "samples/questions.jsonl"


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return with_ids(jsonl_cases(PAIRS), PAIRS)


def test_every_pair_has_its_evidence_and_no_wrong_passage_answers(samples: Library, cases: list[Case]) -> None:
    reference = CollectionReader(samples, "default")
    located = 0
    for case in cases:
        one = usable(case, samples, reference, "default")
        assert (one.right is not None) == case.answerable
        answers = {a.casefold() for a in case.answers if len(a) > 2}
        for wrong in filter(None, (*one.wrong, one.without)):
            assert not any(answer in wrong.text.casefold() for answer in answers)
        if one.right and one.right.answer:
            located += 1
            start, end = one.right.answer
            assert one.right.text[start:end].casefold() in {a.casefold() for a in case.answers}
        group = one.example(random.Random(1))
        assert group.right == (0 if case.answerable else -1)
        assert 1 < len(group.candidates) <= 5
    assert located >= 20


def test_what_says_nothing_about_a_passage_is_not_used(samples: Library) -> None:
    reference = CollectionReader(samples, "default")
    whole = Gold(document="faq.md")
    for case in (Case(question="Who?"), Case(question="Who?", answers=("no such words",), evidence=(whole,))):
        with pytest.raises(UnusableCase):
            usable(case, samples, reference, "default")


def test_too_few_pairs_are_told_in_a_line(samples: Library, cases: list[Case]) -> None:
    with pytest.raises(
        InvalidCases, match=r"^12 of 13 pairs .* \(not 1 with neither evidence .*at least 20 are needed$"
    ):
        case_examples([*cases[:12], Case(question="Who?")], samples, "default", 1)


def test_the_model_is_trained_further_and_can_be_read_with(
    samples: Library, cases: list[Case], backbone: Path, tmp_path: Path
) -> None:
    made = case_examples(cases[:20], samples, "default", 1)
    assert made == case_examples(cases[:20], samples, "default", 1)
    own, others = encoded(made[:10], backbone_tokenizer()), encoded(made[10:], backbone_tokenizer())
    first = TrainingRun(Recipe(rounds=1), tmp_path / "first", backbone)
    first.train([own])
    (tmp_path / "first/model/config.json").unlink()  # the product's folder has weights and tokenizer only
    run = fine_tune(own, others, tmp_path / "first/model", tmp_path / "own", 1, backbone)
    assert run.done
    hits = samples.search(cases[0].question)
    found = EvidenceModel(tmp_path / "own/model", "").rerank(cases[0].question, [hit.passage for hit in hits])
    assert len(found) == 5
