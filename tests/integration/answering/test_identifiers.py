"""A sentence about another year, model or machine is no evidence, and what no document names is told."""

import pytest

from qa import Service, Settings
from vectorstore import Library, SentenceEmbedder

DOCUMENTS = {
    "boat-plan-2017.md": "# Boat plan 2017\n\n## Crew\n\nThe ferry has a crew of six.\n",
    "boat-plan-2018.md": "# Boat plan 2018\n\n## Crew\n\nThe ferry has a crew of seven.\n",
    "pumps.md": (
        "# Pumps\n\nPump 1 stands in the cellar and lifts 40 litres a second. Pump 2 stands in the mill.\n\n"
        "| Pump | Builder | Year |\n|---|---|---|\n| 1 | Harrow Works | 1961 |\n| 3 | Lunt and Sons | 1974 |\n"
    ),
    "kettle-K70.md": "# Kettle K70\n\nThe kettle holds two litres. It boils in four minutes.\n",
    "choir.txt": "In 1955 the choir moved to the chapel. It had thirty singers then. In 1960 it had forty singers.\n",
}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory, embedder: SentenceEmbedder) -> Service:
    folder = tmp_path_factory.mktemp("named")
    for name, text in DOCUMENTS.items():
        (folder / "documents").mkdir(exist_ok=True)
        (folder / "documents" / name).write_text(text)
    library = Library.open(folder / "store", embedder)
    library.sync(folder / "documents")
    library.settle()
    return Service(Settings(store=library.store), library)


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("How large is the crew of the ferry in 2021?", "2021"),
        ("How much does the K-95 kettle hold?", "K-95"),
        ("Where does Pump 7 stand?", "Pump 7"),
        ("where does pump 7 stand", "pump 7"),
    ],
)
def test_what_no_document_names_is_refused_by_its_name(asked: Service, question: str, missing: str) -> None:
    answer = asked.ask(question)
    assert answer.refused and answer.short is None and answer.reason == f"no document mentions {missing}"


@pytest.mark.parametrize(
    ("question", "document", "quote"),
    [
        ("How large is the crew of the ferry in 2018?", "boat-plan-2018.md", "The ferry has a crew of seven."),
        ("How much does the kettle K-70 hold?", "kettle-K70.md", "The kettle holds two litres."),
        ("Where does Pump 2 stand?", "pumps.md", "Pump 2 stands in the mill."),
    ],
)
def test_what_is_named_decides_among_sentences_that_say_the_like(
    asked: Service, question: str, document: str, quote: str
) -> None:
    answer = asked.ask(question)
    assert not answer.refused and [(one.document, one.quote) for one in answer.citations] == [(document, quote)]


def test_a_year_holds_until_another_is_named_and_is_quoted_with_what_it_holds_for(asked: Service) -> None:
    answer = asked.ask("How many singers did the choir have in 1955?")
    assert not answer.refused
    assert [one.quote for one in answer.citations] == [
        "In 1955 the choir moved to the chapel. It had thirty singers then."
    ]


def test_chosen_documents_are_asked_alone(asked: Service) -> None:
    answer = asked.ask("How large is the crew of the ferry in 2018?", documents=["boat-plan-2017.md"])
    assert answer.refused and answer.reason == "no document mentions 2018"


def test_a_quantity_that_no_document_has_is_no_reason_to_say_so(asked: Service) -> None:
    answer = asked.ask("Does the kettle K70 boil within 90 minutes?")
    assert "90" not in (answer.reason or "")


def test_where_editions_say_different_numbers_none_stands_alone_unless_the_latest_is_asked_for(asked: Service) -> None:
    answer = asked.ask("How large is the crew of the ferry?")
    assert answer.short is None and {one.document for one in answer.citations} >= {
        "boat-plan-2017.md",
        "boat-plan-2018.md",
    }
    assert "Boat plan 2017: The ferry has a crew of six. [" in answer.text
    latest = asked.ask("How large is the crew of the ferry according to the latest boat plan?")
    assert [one.document for one in latest.citations] == ["boat-plan-2018.md"]
