"""Sentences with a blank, on the real sets: the missing phrase is asked for, and occurs in the right passage."""

import random

from hypothesis import given
from hypothesis import strategies as st

from training.examples.dataset import Dataset
from training.examples.span_selection import find_phrase, phrases, span_selection_examples, with_blank
from training.tests.test_examples import PROPERTY


@PROPERTY
@given(draw=st.data())
def test_what_is_left_out_is_asked_for(datasets: list[Dataset], draw: st.DataObject) -> None:
    passage = draw.draw(st.sampled_from(draw.draw(st.sampled_from(datasets)).passage_set.passages))
    span = draw.draw(st.sampled_from(passage.sentences))
    sentence = passage.text[span.start - passage.start : span.end - passage.start]
    for missing in phrases(sentence):
        question = with_blank(sentence, missing, random.Random(draw.draw(st.integers(0, 99))))
        assert len(question) <= len(sentence) + len("how many ?")
        assert any(word in question.lower() for word in ("who", "what", "which", "when", "how many"))


def test_the_passage_holds_what_was_left_out_and_the_wrong_ones_do_not(datasets: list[Dataset]) -> None:
    dataset = next(m for m in datasets if m.reading_set.name == "squad2")
    made = list(span_selection_examples(dataset))
    assert len(made) > 10
    for group in made:
        right, *wrong = group.candidates
        assert right.answer
        missing = right.text[slice(*right.answer)]
        assert find_phrase(missing, right.text) == right.answer
        assert not any(missing.casefold() in candidate.text.casefold() for candidate in wrong)
