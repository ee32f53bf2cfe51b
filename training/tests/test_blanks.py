"""Sentences with a blank, on the real sets: what is left out is asked for, and stands where it is said to."""

import random

from hypothesis import given
from hypothesis import strategies as st

from training.blanks import blanked, blanks, found, phrases
from training.material import Material
from training.tests.test_groups import PROPERTY


@PROPERTY
@given(draw=st.data())
def test_what_is_left_out_is_asked_for(materials: list[Material], draw: st.DataObject) -> None:
    passage = draw.draw(st.sampled_from(draw.draw(st.sampled_from(materials)).library.passages))
    span = draw.draw(st.sampled_from(passage.sentences))
    sentence = passage.text[span.start - passage.start : span.end - passage.start]
    for said in phrases(sentence):
        question = blanked(sentence, said, random.Random(draw.draw(st.integers(0, 99))))
        assert len(question) <= len(sentence) + len("how many ?")
        assert any(word in question.lower() for word in ("who", "what", "which", "when", "how many"))


def test_the_passage_holds_what_was_left_out_and_the_wrong_ones_do_not(materials: list[Material]) -> None:
    material = next(m for m in materials if m.reading.name == "squad2")
    made = list(blanks(material))
    assert len(made) > 10
    for group in made:
        right, *wrong = group.candidates
        assert right.answer
        said = right.text[slice(*right.answer)]
        assert found(said, right.text) == right.answer
        assert not any(said.casefold() in candidate.text.casefold() for candidate in wrong)
