"""Which sentences of several are central."""

from qa.answering.computed.outlining.centrality import central

SENTENCES = (
    "The ferry crosses the lake every hour.",
    "A kiosk sells tea.",
    "In winter the ferry crosses the lake only at noon.",
    "The ferry crosses the lake every hour.",
    "Tickets for the ferry are sold on the lake's pier.",
)


def test_what_shares_its_words_with_the_others_is_central_and_nothing_is_said_twice() -> None:
    assert central(SENTENCES[1:], 1) != [0]
    assert central(SENTENCES, 1) == [0]
    chosen = central(SENTENCES, 2)
    assert len(chosen) == 2 and not {0, 3} <= set(chosen)


def test_the_title_draws_what_is_about_it() -> None:
    apart = ["Rain fell all night.", "The kiosk sells tea.", "A dog barked."]
    assert central(apart, 1) == [0] and central(apart, 1, "The kiosk and its tea") == [1]


def test_no_sentence_and_sentences_without_words_have_an_order_too() -> None:
    assert central([], 2) == []
    assert central(["—", "…"], 1) == [0]
