"""Two questions asked at once, on the real sets: the right passage answers one of them, the others answer neither."""

from dataclasses import fields

import torch

from training.compound import asked_together, compounds
from training.corpus import words
from training.making import apart
from training.material import Material
from training.rows import joined, rows_of


def test_halves_are_of_one_document_and_have_different_answers(materials: list[Material]) -> None:
    for material in materials:
        for first, second in asked_together(material):
            documents = {material.reading.paragraphs[half.paragraph].document for half in (first, second)}
            assert len(documents) == 1
            assert material.said(first).isdisjoint(material.said(second))


def test_the_right_passage_answers_a_half_and_the_wrong_ones_none(materials: list[Material]) -> None:
    material = next(m for m in materials if m.reading.name == "squad2")
    made = list(compounds(material))
    assert len(made) > 10
    for group in made:
        right, *wrong = group.candidates
        assert group.right == 0 and right.answer and wrong
        said = {right.text[slice(*right.answer)].casefold()}
        assert all(apart(candidate.text, said) for candidate in wrong)
    assert not rows_of(made, words()).judged.any()  # half an answer: neither one nor none


def test_a_set_without_such_pairs_leaves_the_others_as_they_are(materials: list[Material]) -> None:
    made = rows_of(list(compounds(next(m for m in materials if m.reading.name == "squad2"))), words())
    with_none = joined([rows_of([], words()), made])
    for field in fields(made):
        assert torch.equal(getattr(with_none, field.name), getattr(made, field.name))
        assert getattr(with_none, field.name).dtype == getattr(made, field.name).dtype
