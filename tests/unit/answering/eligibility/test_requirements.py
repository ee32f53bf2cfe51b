"""What a question requires, and whether a text has it in another writing."""

import pytest

from qa.answering.eligibility.requirements import held, requirements


@pytest.mark.parametrize(
    ("question", "written", "kind"),
    [
        ("How heavy is the K-70?", "K-70", "code"),
        ("What does PUMP_MODE do?", "PUMP_MODE", "code"),
        ("Who led the club in 1987?", "1987", "year"),
        ("What was the FY2019 turnover?", "FY2019", "year"),
        ("What did the 2019 report say?", "2019", "year"),
        ("What happened on 3 June 2019?", "3 June 2019", "date"),
        ("How deep is Lock 4?", "Lock 4", "numbered name"),
        ("When did Phase II begin?", "Phase II", "numbered name"),
        ("What became of order 771204?", "771204", "code"),
        ("Which barn was sold for 450,000?", "450,000", "number"),
        ("How loud is it at 100 m?", "100", "quantity"),
        ("What is due after 72 hours?", "72", "quantity"),
        ("Can I bring 30 guests?", "30", "quantity"),
    ],
)
def test_a_question_requires_what_it_names(question: str, written: str, kind: str) -> None:
    (one,) = requirements(question)
    assert (one.written, one.kind) == (written, kind) and one.is_strict == (kind != "quantity")


@pytest.mark.parametrize(
    "question",
    ["Name two reasons", "What are the 3 main steps?", "Which 2 rooms are free?", "Who came first?", "top 5 flaws"],
)
def test_what_counts_the_answer_is_not_required(question: str) -> None:
    assert requirements(question) == ()


def test_a_noun_is_numbered_in_lower_case_where_the_documents_number_it() -> None:
    assert requirements("lock 4 depth") == ()
    (one,) = requirements("lock 4 depth", held("Locks 1 and 2 are older than the bridge."))
    assert one.kind == "numbered name" and one.is_met(held("Locks 3 to 5 were dug by hand."))


@pytest.mark.parametrize(
    ("question", "text", "is_met"),
    [
        ("How heavy is the K-70?", "The K70 weighs nine kilos.", True),
        ("How heavy is the K-70?", "The K80 weighs nine kilos.", False),
        ("What was the FY2019 turnover?", "turnover-2019", True),
        ("What was the turnover in 2019?", "In 2018/19 it rose.", True),
        ("What happened on 3 June 2019?", "2019-06-03: the lock was opened.", True),
        ("What happened on 3 June 2019?", "On 4 June 2019 the lock was opened.", False),
        ("How deep is Lock 4?", "Locks 1, 3 and 4 are deep.", True),
        ("How deep is Lock 4?", "Lock 3 has 4 gates.", False),
        ("When did Phase II begin?", "Phase 2 began in May.", True),
        ("How long is it after 20 minutes?", "It rests for twenty minutes.", True),
        ("Which barn was sold for 450,000?", "It went for 450000 crowns.", True),
    ],
)
def test_a_requirement_is_met_in_any_writing(question: str, text: str, is_met: bool) -> None:
    assert all(one.is_met(held(text)) for one in requirements(question)) == is_met


def test_a_rival_is_another_of_the_same_kind() -> None:
    def rival(question: str, text: str) -> bool:
        return any(one.has_rival(held(text)) for one in requirements(question))

    assert rival("How deep is Lock 4?", "Lock 3 is deep.") and not rival("How deep is Lock 4?", "Gate 3 is deep.")
    assert rival("Who led it in 1987?", "In 1986 two led it.") and not rival("Who led it in 1987?", "Two led it.")
    assert rival("How heavy is the K-70?", "The K80 weighs 9 kilos.")
