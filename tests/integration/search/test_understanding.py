"""A question is searched for in the library's own words, and the library says what it replaced."""

import pytest

from vectorstore import Library, SentenceEmbedder
from vectorstore.models.reranker import NO_RERANKER

TEXTS = {
    "boathouse.md": "# Boathouse rules\n\nThe lubrication of the windlass is done by Harbour Services each spring.\n\n"
    "A visitor permit costs 1.250,50 crowns since 2023-04-02. The pump P-20 of 1998 weighs 5 kg. "
    "The annual safety inspection takes two days.\n",
    "report-2021.md": "# Report of the lock\n\nThe toll revenue was 41,000 crowns. Seventeen barges were laid up.\n",
    "report-2022.md": "# Report of the lock\n\nThe toll revenue was 52,500 crowns. Nineteen barges were laid up.\n",
    "minutes/spring meeting.md": "# Minutes\n\nThe toll revenue was discussed at length. The barges were painted.\n",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, embedder: SentenceEmbedder) -> Library:
    folder = tmp_path_factory.mktemp("lock")
    for name, text in TEXTS.items():
        (folder / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "docs" / name).write_text(text)
    library = Library.open(folder / "store", embedder, NO_RERANKER)
    library.sync(folder / "docs")
    library.settle()
    return library


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("who does the lubricaton of the winldass?", "who does the lubrication of the windlass?"),
        ("Does a visiter permitt cost much?", "Does a visitor permit cost much?"),
        ("How long does the ASI take?", "How long does the annual safety inspection take?"),
        ("how long does the asi take?", "how long does the annual safety inspection take?"),
        ("HOW LONG DOES THE ASI TAKE?", "HOW LONG DOES THE annual safety inspection TAKE?"),
        ("whats the tol revnue", "whats the tol revenue"),  # three letters are near to too many words
    ],
)
def test_a_word_that_no_document_has_is_searched_for_as_the_nearest_one(
    library: Library, question: str, meant: str
) -> None:
    found = library.understood(question)
    assert found.text == meant
    assert {one.written for one in found.replaced} == set(question.strip("?").split()) - set(meant.strip("?").split())
    (best, *_) = library.search(question)
    assert best == library.search(meant)[0] and best.coverage > 0


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("What was changed on 2 April 2023?", "What was changed on 2023-04-02?"),
        ("What costs 1,250.50 crowns?", "What costs 1.250,50 crowns?"),
        ("How much was it in FY1998?", "How much was it in 1998?"),
        ("Is the P20 heavy?", "Is the P-20 heavy?"),
        ("Is the p-20 heavy, and what is 41,000?", "Is the p-20 heavy, and what is 41,000?"),
        ("Does it weigh 5km or 5S?", "Does it weigh 5km or 5S?"),
        ("What was changed on 3 April 2023?", "What was changed on 3 April 2023?"),
    ],
)
def test_what_the_documents_write_otherwise_is_asked_in_their_writing(
    library: Library, question: str, meant: str
) -> None:
    assert library.understood(question).text == meant


@pytest.mark.parametrize(
    "question",
    [
        "Who lubricates the windlass?",  # another form of a word that is there
        "What does a permit cost in winter?",  # a word, if none of these documents
        "What is the price of a harpoon?",
        "Wer bezahlt die Genehmigung?",
        "Is the arge painted?",  # the first letter is hardly ever mistyped
        "Who is the painter?",
        "WHAT IS THE XYZ?",
        "What is a QZX?",
        "How many barges were laid up in 2019?",
        "What is the T-300?",
    ],
)
def test_other_questions_stay_as_they_are(library: Library, question: str) -> None:
    found = library.understood(question)
    assert found.text == question and found.replaced == ()


def test_a_mistake_is_looked_for_within_the_scope_only(library: Library) -> None:
    assert library.understood("Where is the windlas?").replaced
    assert library.understood("Where is the windlas?", documents="report-2021.md").replaced == ()
    assert library.understood("Where is the windlas?", collection="empty").replaced == ()


def test_a_document_whose_file_name_stands_in_the_question_is_searched_alone(library: Library) -> None:
    question = "What was the toll revenue according to REPORT-2022.md?"
    assert library.understood(question).documents == ("report-2022.md",)
    assert {hit.source for hit in library.search(question)} == {"report-2022.md"}
    assert library.understood("What was painted (see spring meeting.md)?").documents == ("minutes/spring meeting.md",)
    assert library.understood(question, documents=["boathouse.md"]).documents is None
    assert library.understood("What does xreport-2022.md say? And report-2022.mdx?").documents is None


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("How high was the toll revenue in the 2022 report?", "report-2022.md"),
        ("How high was the toll revenue in the 2021 report?", "report-2021.md"),
        ("How many barges were laid up in FY2021?", "report-2021.md"),
        ("What about the toll revenue in the spring meeting?", "minutes/spring meeting.md"),
    ],
)
def test_a_file_name_counts_as_what_its_passages_say(library: Library, question: str, source: str) -> None:
    best, *others = library.search(question)
    assert best.source == source
    assert all(best.coverage > hit.coverage for hit in others)


def test_what_a_file_name_says_is_known(library: Library) -> None:
    assert library.unknown_words("the revenue of FY2022 and of 2020 in the boathouse") == ("2020",)
