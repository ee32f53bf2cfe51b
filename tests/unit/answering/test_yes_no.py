"""Yes and no are told only of what is said word for word."""

import pytest

from qa.answering.short_answers.yes_no import yes_or_no, yes_or_no_under_heading


@pytest.mark.parametrize(
    ("question", "sentence", "verdict"),
    [
        ("Is the pier open on Sundays?", "The pier is open on Sundays.", True),
        ("Is the pier open on Sundays?", "The pier is open on Sundays and on holidays.", True),
        ("Is the pier open on Sundays?", "The pier is not open on Sundays.", False),
        ("Is the pier open on Sundays?", "The pier isn't open on Sundays.", False),
        ("Can visitors take photographs?", "Visitors can’t take photographs.", False),
        ("Can visitors take photographs?", "Visitors can take photographs.", True),
        ("Does the pump need a permit?", "The pump needs a permit.", True),
        ("Does the pump need a permit?", "A pump does not need the permit.", False),
        ("Did Turbine 3 start in 2021?", "Turbine 3 started in 2021.", True),
        ("Did the inspector close the pier?", "The inspector closed the pier since the wire was frayed.", True),
        ("Do dogs bark?", "Dogs bark.", True),
        # Narrowed, hedged or open
        ("Is the pier open on Sundays?", "The pier is open on Sundays in summer.", None),
        ("Is the pier open on Sundays?", "The pier is open on Sundays, unless it storms.", None),
        ("Is the pier open on Sundays?", "The pier is open on Sundays and on holidays if the sea is calm.", None),
        ("Is the pier open on Sundays?", "The pier is only open on Sundays.", None),
        ("Is the pier open on Sundays?", "The pier may be open on Sundays.", None),
        ("Is the pier open on Sundays?", "The pier is usually open on Sundays.", None),
        ("Is the pier open?", "The pier is not open in winter.", None),
        ("Is the pier open?", "The pier is not open until noon.", None),
        ("Can visitors take photographs?", "Adult visitors can take photographs.", None),
        ("Can visitors take photographs?", "Visitors can take photographs?", None),
        ("Can visitors take photographs?", "He says that visitors can take photographs.", None),
        # Another statement of the same words
        ("Did France defeat England?", "England defeated France.", None),
        ("Did France defeat England?", "France was defeated by England.", None),
        ("Has the contract expired?", "The contract expires in 2030.", None),
        ("Has the contract expired?", "The contract expired.", None),
        ("Is the office under the museum?", "The office is above the museum.", None),
        ("Is the limit 40 bar?", "The limit is 45 bar.", None),
        # Who is meant is not known, or the question is turned round
        ("Is it open?", "It is open.", None),
        ("Isn't the pier open?", "The pier is open.", None),
        ("Is the pier not open?", "The pier is open.", None),
        ("Is?", "Is.", None),
        ("", "", None),
    ],
)
def test_what_is_told(question: str, sentence: str, verdict: bool | None) -> None:
    assert yes_or_no(question, sentence) is verdict


@pytest.mark.parametrize(
    ("question", "heading", "text", "verdict"),
    [
        ("Does my power go off at slack water?", "Does my power go off at slack water?", "No. At slack …", False),
        ("does my power go off at the slack water", "Does my power go off at slack water?", "No, never.", None),
        ("Can I join?", "Can I join?", "Yes – any home can.", True),
        ("Can I join?", "Can I join?", "Yes, if you own a meter.", None),
        ("Can I join?", "Can I join?", "No other form is needed.", None),
        ("Can I leave?", "Can I join?", "Yes.", None),
        ("Can I join?", "Can I join", "Yes.", None),
    ],
)
def test_a_document_that_asks_the_question_itself_answers_it(
    question: str, heading: str, text: str, verdict: bool | None
) -> None:
    assert yes_or_no_under_heading(question, heading, text) is verdict
