"""Examples of the real sets: answers stand at their places, and questions made unanswerable were changed."""

import random
from collections.abc import Iterator

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from training.data.reading_set import Question
from training.examples.batches import packed_batches
from training.examples.dataset import Dataset
from training.examples.encoded import encoded
from training.examples.example import Example
from training.examples.reading_examples import single_passage, with_candidates
from training.examples.synthetic import changed_question, table_example, unanswerable
from training.model.backbone import backbone_tokenizer

PROPERTY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def drawn(datasets: list[Dataset], draw: st.DataObject) -> tuple[Dataset, Question, int] | None:
    """A question of any set with its passage, and a fresh random generator."""
    dataset = draw.draw(st.sampled_from(datasets), "set")
    question = draw.draw(st.sampled_from([q for q in dataset.reading_set.questions if q.answers]), "question")
    dataset.rng = random.Random(draw.draw(st.integers(0, 10_000), "seed"))
    place = dataset.passage_of(question, question.answers[0])
    return None if place is None else (dataset, question, place)


@PROPERTY
@given(draw=st.data())
def test_the_answer_stands_at_its_place(datasets: list[Dataset], draw: st.DataObject) -> None:
    if chosen := drawn(datasets, draw):
        dataset, question, place = chosen
        scores = {i: -float(i) for i in range(min(30, len(dataset.passage_set.passages)))}
        wanted = {dataset.reading_set.paragraphs[question.paragraph].text[a:b] for a, b in question.answers}
        made = [single_passage(dataset, question, place), with_candidates(dataset, question, place, scores)]
        for group in filter(None, [*made, table_example(dataset, question)]):
            assert group.right == 0
            assert group.candidates[0].answer
            for candidate in group.candidates:
                if candidate.answer:
                    start, end = candidate.answer
                    assert candidate.text[start:end] in wanted


@PROPERTY
@given(draw=st.data())
def test_the_passage_without_its_evidence_holds_no_answer(datasets: list[Dataset], draw: st.DataObject) -> None:
    if chosen := drawn(datasets, draw):
        dataset, question, place = chosen
        answers = [answer for answer in dataset.answer_texts(question) if len(answer) > 3]
        for candidate in with_candidates(dataset, question, place, {}).candidates[1:]:
            assert not any(answer in candidate.text.casefold() for answer in answers if ". " not in answer)


def test_a_changed_question_asks_something_else(datasets: list[Dataset]) -> None:
    for dataset in datasets:
        dataset.rng = random.Random(0)  # tests before have used it
        answerable, count = [q for q in dataset.reading_set.questions if q.answers], 0
        for question in answerable[:60]:
            place = dataset.passage_of(question, question.answers[0])
            if place is not None and (made := changed_question(dataset, question, place)):
                count += 1
                assert folded(made.question) != folded(question.text)
                assert (made.right, [c.answer for c in made.candidates]) == (-1, [None])
        assert count > len(answerable[:60]) / 20, dataset.reading_set.name  # reviews hold few names


def test_questions_without_an_answer_have_no_right_passage(datasets: list[Dataset]) -> None:
    made = [g for m in datasets for q in m.reading_set.questions if not q.answers for g in unanswerable(m, q)]
    assert made
    assert all(g.right == -1 and g.candidates[0].answer is None for g in made)


def test_batches_are_the_same_for_a_seed_and_hold_every_example_once(datasets: list[Dataset]) -> None:
    rows = encoded(list(single_examples(datasets)), backbone_tokenizer())
    first = packed_batches(rows, 1300, 1)
    assert first == packed_batches(rows, 1300, 1)
    assert first != packed_batches(rows, 1300, 2)
    assert sorted(g for part in first for g in part) == list(range(len(rows)))
    for part in first:
        drawn = rows.subset(part)
        assert len(part) == 1 or len(drawn.lengths) * int(drawn.lengths.max()) <= 1300


def single_examples(datasets: list[Dataset]) -> Iterator[Example]:
    for dataset in datasets:
        for question in dataset.reading_set.questions[:20]:
            if question.answers and (place := dataset.passage_of(question, question.answers[0])) is not None:
                yield single_passage(dataset, question, place)


def folded(question: str) -> str:
    return question.lower().rstrip("?.! ")
