"""A collection as LangChain's VectorStore, beyond LangChain's own suite."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from langchain_core.documents import Document
from langchain_core.indexing import InMemoryRecordManager, index

from tests.fixtures.table import TableEmbedder
from vectorstore import (
    DifferentEmbedder,
    HybridRetriever,
    InvalidDocument,
    Library,
    LibraryVectorStore,
    NotAFile,
    SentenceEmbedder,
    UnknownDocument,
)

SENTENCES = "".join(f"The rope of shed {number} hangs on its own hook beside the green door. " for number in range(40))


@pytest.fixture
def store(table: Library) -> LibraryVectorStore:
    return table.as_vectorstore()


def test_a_short_document_comes_back_as_it_was_put_in(store: LibraryVectorStore, table: Library) -> None:
    metadata = {"n": 1, "deep": {"list": [1.5, None, True, "ü🌊"]}, "title": "Knots", "source": "book"}
    text = "\n  A rope: #1, *not* <b>Markdown</b>.\r\n\tTwo lines, %PDF-1.7 "
    assert store.add_documents([Document(text, id="a/b c", metadata=metadata)]) == ["a/b c"]
    (found,) = store.similarity_search("rope")
    assert found == Document(text, id="a/b c", metadata=metadata) == store.get_by_ids(["a/b c"])[0]
    assert table.text("a/b c") == text
    assert table.documents()[0].title == "Knots"
    (retrieved,) = store.as_retriever().invoke("rope")
    place = retrieved.metadata
    assert {name: place[name] for name in metadata} == metadata
    assert text[place["start"] : place["end"]] == retrieved.page_content == text.strip()
    assert retrieved.id == place["passage_id"] and place["score"] is not None


def test_a_long_document_comes_back_as_passages_with_where_they_stand(store: LibraryVectorStore) -> None:
    store.add_texts([SENTENCES], [{"shelf": 7}], ids=["long"])
    found = store.similarity_search_with_score("rope of shed 7", k=3)
    assert len(found) == 3
    for document, score in found:
        place = document.metadata
        assert (place["shelf"], place["source"], place["score"]) == (7, "long", score)
        assert SENTENCES[place["start"] : place["end"]] == document.page_content
        assert document.id == place["passage_id"]
    first = found[0][0]
    (again,) = store.get_by_ids([first.id or ""])
    assert again.page_content == first.page_content and again.metadata == {
        name: value for name, value in first.metadata.items() if name != "score"
    }
    (whole,) = store.get_by_ids(["long", "long", "unknown"])
    assert whole == Document(SENTENCES, id="long", metadata={"shelf": 7})


def test_files_are_found_beside_what_was_added_and_are_not_deleted(
    store: LibraryVectorStore, table: Library, folder: Path
) -> None:
    (folder / "a.md").write_text("# Shed\n\nThe rope of the file.\n")
    table.sync(folder)
    store.add_texts(["The rope of the program."], ids=["added"])
    assert {d.metadata.get("source", d.id) for d in store.similarity_search("rope")} == {"a.md", "added"}
    assert store.similarity_search("rope", documents=["a.md"])[0].metadata["heading"] == "Shed"
    with pytest.raises(InvalidDocument, match=r"a\.md: a file of the collection has that name"):
        store.add_texts(["The rope of the file, changed.", "Another."], ids=["a.md", "other"])
    assert store.get_by_ids(["other", "a.md"]) == []
    with pytest.raises(InvalidDocument, match=r"a\.md is a file"):
        store.delete(["added", "a.md"])
    (passage,) = table.passages("added")
    with pytest.raises(InvalidDocument, match=r"is a passage: delete its document, added"):
        store.delete([passage.passage_id])
    assert store.get_by_ids(["added"])
    assert store.delete()
    assert [document.name for document in table.documents()] == ["a.md"]


def test_the_same_text_under_two_ids_or_with_other_metadata_is_two_documents(store: LibraryVectorStore) -> None:
    same = ["The rope."] * 2
    assert store.add_texts(same, ids=["1", "2"]) == ["1", "2"]
    assert len(set(store.add_texts(same, [{"a": 1}, {"a": 2}]))) == 2
    assert len(store.similarity_search("rope", k=9)) == 4
    assert len(set(store.add_texts(same))) == 1  # an id is made of what a document says
    assert len(store.similarity_search("rope", k=9)) == 5
    store.add_texts(["The new rope."], ids=["1"])
    assert [document.page_content for document in store.get_by_ids(["1"])] == ["The new rope."]
    store.delete(["1", "1", "gone"])
    assert store.get_by_ids(["1"]) == [] and len(store.similarity_search("rope", k=9)) == 4


@pytest.mark.parametrize(
    ("text", "metadata", "said"),
    [
        ("The rope.", {"day": date(2024, 1, 1)}, "'day' is date"),
        ("The rope.", {"n": float("nan")}, "'n' is float nan"),
        ("The rope.", {"pair": (1, 2)}, "'pair' is tuple"),
        ("The rope.", {"deep": {"x": [{1}]}}, "'deep' is dict"),
        ("The rope.", {1: 1}, "not JSON: 1 is int"),
        ("The rope.", {"lone": "\ud800"}, "'lone' is str"),
        ("The \0 rope.", {}, "character that no text can hold"),
        ("The \udfff rope.", {}, "character that no text can hold"),
        (" \n\t", {}, "has no text"),
        ("", {}, "has no text"),
    ],
)
def test_what_no_document_can_be_is_refused_before_anything_is_written(
    store: LibraryVectorStore, table: Library, text: str, metadata: Any, said: str
) -> None:
    bad = Document.model_construct(id="bad", page_content=text, metadata=metadata)
    with pytest.raises(InvalidDocument, match=said):
        table.add_documents([Document("The other rope.", id="good"), bad])
    assert table.documents() == () and store.similarity_search("rope") == []


def test_numbers_that_do_not_match_and_unknown_arguments_are_refused(store: LibraryVectorStore) -> None:
    with pytest.raises(ValueError, match="1 ids for 2"):
        store.add_texts(["a", "b"], ids=["1"])
    with pytest.raises(ValueError, match="1 metadatas for 2"):
        store.add_texts((text for text in "ab"), [{}])
    for call in (
        lambda: store.add_texts(["a"], namespace=1),
        lambda: store.add_documents([Document("a")], upsert=True),
        lambda: store.similarity_search("a", fetch_k=20),
        lambda: store.delete(["a"], where={}),
        lambda: store.as_retriever(search_kwargs={"fetch_k": 20}),
    ):
        with pytest.raises(TypeError):
            call()
    for search in (store.similarity_search, store.similarity_search_with_score):
        with pytest.raises(ValueError):
            search("a", k=0)
    store.add_texts(["a rope"])
    with pytest.raises(UnknownDocument):
        store.similarity_search("a", documents="gone")


def test_its_retriever_is_ours_with_langchains_arguments(store: LibraryVectorStore) -> None:
    store.add_texts([f"The rope of shed {n}." for n in range(6)], [{"n": n} for n in range(6)])
    retriever = store.as_retriever(search_type="similarity", search_kwargs={"k": 2, "filter": {"n": {"$gt": 2}}})
    assert isinstance(retriever, HybridRetriever)
    found = retriever.invoke("rope")
    assert len(found) == 2 and all(document.metadata["n"] > 2 for document in found)
    assert len(store.as_retriever().invoke("rope")) == 4 == len(store.similarity_search("rope"))
    assert "LibraryVectorStore" in (retriever.tags or [])
    for search_type in ("mmr", "similarity_score_threshold"):
        with pytest.raises(ValueError, match="there is 'similarity'"):
            store.as_retriever(search_type=search_type)
    with pytest.raises(NotImplementedError, match="within one question only"):
        store.similarity_search_with_relevance_scores("rope")


async def test_a_vector_finds_what_is_nearest_to_it(store: LibraryVectorStore) -> None:
    texts = [f"The rope of shed {n}." for n in range(9)]
    store.add_texts(texts, ids=list("abcdefghi"))
    embeddings = store.embeddings
    assert embeddings is not None
    asked = [12.0 * x for x in embeddings.embed_query("\nThe rope of shed 4.")]  # what is embedded of a passage
    assert [document.id for document in store.similarity_search_by_vector(asked, k=1)] == ["e"]
    found = await store.asimilarity_search_by_vector(asked, k=2, documents=["a", "b", "c"])
    assert len(found) == 2 and {document.id for document in found} < set("abc")
    for wrong in ([1.0], [0.0] * len(asked), [float("nan")] * len(asked)):
        with pytest.raises(ValueError, match="384 finite numbers"):
            store.similarity_search_by_vector(wrong)


def test_a_document_meets_a_filter_on_any_of_its_own_metadata(store: LibraryVectorStore) -> None:
    given: dict[str, Any] = {"source": "knots.pdf", "page": 0, "title": "Knots", "heading": "Bends", "year": 1902}
    store.add_texts(["A bend joins two ropes.", "A bend joins two lines."], [given, {}], ids=["with", "without"])
    for field, value in given.items():
        (found,) = store.similarity_search("bend", filter={field: value})
        assert found.id == "with" and found.metadata == given
    (other,) = store.similarity_search("bend", filter={"source": "without"})
    assert other.id == "without"


def test_a_vector_store_searches_its_own_collection_only(table: Library) -> None:
    table.as_vectorstore("one").add_texts(["A rope."])
    two = table.as_vectorstore("two")
    assert two.similarity_search("rope", collection="two") == []
    for search in (two.similarity_search, lambda query, **kwargs: two.as_retriever(**kwargs)):
        with pytest.raises(TypeError, match="the collection 'two'"):
            search("rope", collection="one")
    with pytest.raises(TypeError, match="the collection 'two'"):
        two.as_retriever(search_kwargs={"collection": "one"})


def test_an_upload_stands_beside_an_added_document_of_its_name(
    store: LibraryVectorStore, table: Library, tmp_path: Path
) -> None:
    store.add_texts(["A rope that was added."], ids=["note.md"])
    (tmp_path / "note.md").write_text("A rope in a file.")
    (file,) = table.add([tmp_path / "note.md"]).files
    assert (file.name, file.status) == ("uploads/note.md", "added")
    assert store.get_by_ids(["note.md"])[0].page_content == "A rope that was added."


def test_files_of_the_kind_that_added_documents_become_are_not_read(table: Library, folder: Path) -> None:
    file = folder / "mine.lcdoc"
    file.write_text("{}")
    (status,) = table.sync(folder).files
    assert (status.status, status.reason) == ("skipped", "is not a kind of file that a folder can hold; rename it")
    with pytest.raises(NotAFile, match="rename it"):
        table.add([file])


def test_collections_are_stores_of_their_own(table: Library) -> None:
    one, other = table.as_vectorstore("one"), table.as_vectorstore("other")
    one.add_texts(["The rope of one."], ids=["1"])
    other.add_texts(["The rope of the other."], ids=["1"])
    assert other.similarity_search("rope of one") == other.get_by_ids(["1"])
    one.delete()
    assert one.similarity_search("rope") == [] and len(other.similarity_search("rope")) == 1


def test_what_was_added_survives_a_backup_a_rebuild_and_is_erased(table: Library, tmp_path: Path) -> None:
    given = Document("The rope is violet.", id="1", metadata={"n": 1})
    table.add_documents([given])
    table.rebuild(embed=True)
    assert table.as_vectorstore().similarity_search("rope") == [given]
    assert table.verify() == ()
    table.backup(tmp_path / "backup")
    report = table.erase("1")
    assert report.proof.found == () and not any((table.store / "originals").iterdir())


def test_from_texts_fills_a_collection_of_an_opened_library(table: Library) -> None:
    store = LibraryVectorStore.from_texts(
        ["The rope.", "The lamp."], TableEmbedder(), [{"n": 1}, {"n": 2}], ids=["a", "b"], library=table, collection="c"
    )
    assert store.get_by_ids(["b"]) == [Document("The lamp.", id="b", metadata={"n": 2})]
    assert table.collections() == ("c",)
    with pytest.raises(TypeError, match="needs library="):
        LibraryVectorStore.from_texts(["The rope."], TableEmbedder())
    with pytest.raises(DifferentEmbedder):
        LibraryVectorStore.from_texts(["The rope."], SentenceEmbedder(), library=table)


def test_langchains_indexing_keeps_it_in_step_with_a_source(store: LibraryVectorStore) -> None:
    records = InMemoryRecordManager(namespace="sheds")
    records.create_schema()

    def run(*texts: str) -> dict[str, int]:
        documents = [Document(text, metadata={"origin": "sheds"}) for text in texts]
        done = index(documents, records, store, cleanup="full", source_id_key="origin", key_encoder="sha256")
        return {name: number for name, number in done.items() if number}

    assert run("The rope.", "The lamp.") == {"num_added": 2}
    assert run("The rope.", "The lamp.") == {"num_skipped": 2}
    assert run("The rope.", "The bell.") == {"num_added": 1, "num_skipped": 1, "num_deleted": 1}
    assert {document.page_content for document in store.similarity_search("rope")} == {"The rope.", "The bell."}
