"""Two questions asked at once, on the real sets: the right passage answers one of them, the others answer neither."""

from dataclasses import fields

import torch

from training.examples.compound_questions import compound_examples, question_pairs
from training.examples.dataset import Dataset
from training.examples.encoded import concatenated, encoded
from training.examples.reading_examples import holds_no_answer
from training.model.backbone import backbone_tokenizer


def test_halves_are_of_one_document_and_have_different_answers(datasets: list[Dataset]) -> None:
    for dataset in datasets:
        for first, second in question_pairs(dataset):
            documents = {dataset.reading_set.paragraphs[half.paragraph].document for half in (first, second)}
            assert len(documents) == 1
            assert dataset.answer_texts(first).isdisjoint(dataset.answer_texts(second))


def test_the_right_passage_answers_a_half_and_the_wrong_ones_none(datasets: list[Dataset]) -> None:
    dataset = next(m for m in datasets if m.reading_set.name == "squad2")
    made = list(compound_examples(dataset))
    assert len(made) > 10
    for group in made:
        right, *wrong = group.candidates
        assert group.right == 0 and right.answer and wrong
        answers = {right.text[slice(*right.answer)].casefold()}
        assert all(holds_no_answer(candidate.text, answers) for candidate in wrong)
    assert not encoded(made, backbone_tokenizer()).judged.any()  # half an answer: neither one nor none


def test_a_set_without_such_pairs_leaves_the_others_as_they_are(datasets: list[Dataset]) -> None:
    made = encoded(
        list(compound_examples(next(m for m in datasets if m.reading_set.name == "squad2"))), backbone_tokenizer()
    )
    with_none = concatenated([encoded([], backbone_tokenizer()), made])
    for field in fields(made):
        assert torch.equal(getattr(with_none, field.name), getattr(made, field.name))
        assert getattr(with_none, field.name).dtype == getattr(made, field.name).dtype
