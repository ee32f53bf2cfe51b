"""Groups of the real sets: every answer stands where it is said to, and what was made unanswerable was changed."""

import random
from collections.abc import Iterator

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from training.corpus import words
from training.data import Question
from training.groups import Group
from training.made_up import changed, table, traps
from training.making import alone, answered
from training.material import Material
from training.rows import rows_of
from training.train import batches

PROPERTY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def drawn(materials: list[Material], draw: st.DataObject) -> tuple[Material, Question, int] | None:
    """A question of any set with its passage, and dice that were never thrown."""
    material = draw.draw(st.sampled_from(materials), "set")
    question = draw.draw(st.sampled_from([q for q in material.reading.questions if q.answers]), "question")
    material.dice = random.Random(draw.draw(st.integers(0, 10_000), "seed"))
    place = material.place(question, question.answers[0])
    return None if place is None else (material, question, place)


@PROPERTY
@given(draw=st.data())
def test_the_answer_stands_where_it_is_said_to(materials: list[Material], draw: st.DataObject) -> None:
    if chosen := drawn(materials, draw):
        material, question, place = chosen
        scores = {i: -float(i) for i in range(min(30, len(material.library.passages)))}
        wanted = {material.reading.paragraphs[question.paragraph].text[a:b] for a, b in question.answers}
        made = [alone(material, question, place), answered(material, question, place, scores)]
        for group in filter(None, [*made, table(material, question)]):
            assert group.right == 0
            assert group.candidates[0].answer
            for candidate in group.candidates:
                if candidate.answer:
                    start, end = candidate.answer
                    assert candidate.text[start:end] in wanted


@PROPERTY
@given(draw=st.data())
def test_the_passage_without_its_evidence_holds_no_answer(materials: list[Material], draw: st.DataObject) -> None:
    if chosen := drawn(materials, draw):
        material, question, place = chosen
        said = [answer for answer in material.said(question) if len(answer) > 3]
        for candidate in answered(material, question, place, {}).candidates[1:]:
            assert not any(answer in candidate.text.casefold() for answer in said if ". " not in answer)


def test_a_changed_question_asks_something_else(materials: list[Material]) -> None:
    for material in materials:
        material.dice = random.Random(0)  # the tests before have thrown them
        answerable, count = [q for q in material.reading.questions if q.answers], 0
        for question in answerable[:60]:
            place = material.place(question, question.answers[0])
            if place is not None and (made := changed(material, question, place)):
                count += 1
                assert folded(made.question) != folded(question.text)
                assert (made.right, [c.answer for c in made.candidates]) == (-1, [None])
        assert count > len(answerable[:60]) / 20, material.reading.name  # reviews hold few names


def test_questions_without_an_answer_have_no_right_passage(materials: list[Material]) -> None:
    made = [g for m in materials for q in m.reading.questions if not q.answers for g in traps(m, q)]
    assert made
    assert all(g.right == -1 and g.candidates[0].answer is None for g in made)


def test_batches_are_the_same_for_a_seed_and_hold_every_group_once(materials: list[Material]) -> None:
    rows = rows_of(list(alone_groups(materials)), words())
    first = batches(rows, 1300, 1)
    assert first == batches(rows, 1300, 1)
    assert first != batches(rows, 1300, 2)
    assert sorted(g for part in first for g in part) == list(range(len(rows)))
    for part in first:
        drawn = rows.chosen(part)
        assert len(part) == 1 or len(drawn.lengths) * int(drawn.lengths.max()) <= 1300


def alone_groups(materials: list[Material]) -> Iterator[Group]:
    for material in materials:
        for question in material.reading.questions[:20]:
            if question.answers and (place := material.place(question, question.answers[0])) is not None:
                yield alone(material, question, place)


def folded(question: str) -> str:
    return question.lower().rstrip("?.! ")
