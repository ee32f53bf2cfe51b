"""Whether something is allowed is told only where a sentence says so of that thing, without a condition."""

import pytest

from qa.answering.short_answers.permission import permission


@pytest.mark.parametrize(
    ("question", "sentence", "around", "verdict"),
    [
        ("Is my cat allowed on the ferry?", "Cats are not permitted.", "Ferry", False),
        ("Are bicycles allowed on the ferry?", "Bicycles are welcome on the ferry.", "", True),
        ("Is smoking permitted on the ferry?", "Smoking is prohibited.", "Ferry rules", False),
        ("Is smoking permitted on the ferry?", "Smoking is prohibited on the ferry.", "", False),
        ("Is smoking forbidden on the ferry?", "Smoking is prohibited on the ferry.", "", True),
        ("Are cats allowed on the ferry?", "Cats aren't allowed on the ferry.", "", False),
        ("Are cats allowed in the lounge?", "Cats are not allowed on the ferry.", "Ferry", None),  # elsewhere
        ("Are cats allowed on the ferry?", "Cats are not allowed on the upper deck.", "Ferry", None),  # a part of it
        ("Are cats allowed on the ferry?", "Cats are not allowed unless they are in a box.", "Ferry", None),
        ("Are dogs allowed on the ferry?", "Cats are not allowed on the ferry.", "", None),
        ("Is the ferry late?", "Cats are not allowed on the ferry.", "", None),
    ],
)
def test_permission_is_told_where_it_is_sure(question: str, sentence: str, around: str, verdict: bool | None) -> None:
    assert permission(question, sentence, around) is verdict
