"""Documents and names"""

from dataclasses import replace

import pytest

from tests.fixtures.documents import named, prepared, put, remove, vector_of, write
from vectorstore.storage import Store
from vectorstore.types import Block, Cell, Row, Scope, Table

ALL = Scope("default")
TEXTS = {
    "emoji": "The keeper 👩🏽‍🚀 waved 👋 from the lighthouse 🗼.",
    "right to left": "الحبل في العلية. החבל נמצא בעליית הגג.",
    "combining": "e\u0301 is not é; a\u0308\u0323 has two marks.",
    "without spaces": "灯台の灯りは十二秒ごとに回る。",
    "white space": "\ufeffa\u00a0b\u2028c\r\nd\te\u200b",
    "beyond": "𝒳 and \U0010ffff",
}


def test_a_document_comes_back_as_it_was(store: Store) -> None:
    """What was inserted comes back: text, structure, tables, metadata, passages, and what is listed of it."""
    document = prepared("# Rope", "The rope is in the loft.", title="Rope", metadata={"year": 1871, "tags": ["a"]})
    blocks = (Block(0, 6, (), "", True), Block(8, 32, ("Rope",), "Thing | Place"))
    tables = (Table(0, ("Thing", "Place"), (Row(8, 32, (Cell(12, 16), Cell(24, 31))),)),)
    source = replace(document.source, blocks=blocks, pages=(0, 8), notes=("A page has no text.",), tables=tables)
    document = replace(document, source=source)
    with store.hold("test"), store.write() as change:
        key = write(change, "rope.md", document, origin="/papers").document_key
    with store.read() as snapshot:
        assert snapshot.source(key) == source
        assert snapshot.passages(key) == list(document.passages)
        assert snapshot.document_ids("default") == {document.document_id}
        assert snapshot.document_key(document.document_id) == key
        assert snapshot.document_key("unknown") is None
        (info,) = snapshot.documents("default")
        assert (info.document_id, info.name, info.collection, info.title) == (
            document.document_id,
            "rope.md",
            "default",
            "Rope",
        )
        assert (info.origin, info.characters, info.passages, info.pages) == ("/papers", 32, 2, 2)
        assert info.notes == ("A page has no text.",)
        (row,) = snapshot.every_document()
        assert (row.key, row.collection, row.digest, row.name, row.characters) == (
            key,
            "default",
            document.digest,
            "rope.md",
            32,
        )


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_any_text_comes_back_as_it_was(store: Store, text: str) -> None:
    """Any text without U+0000 comes back as it was: emoji, right-to-left script, combining characters, line ends."""
    document = prepared("Before.", text, collection=text[:20], title=text, metadata={text: text})
    with store.hold("test"), store.write() as change:
        key = write(change, text, document, origin=text).document_key
        change.remember("text", text)
        change.skip(text[:20], text, text, (1, 2, 3), text)
    with store.read() as snapshot:
        assert snapshot.source(key) == document.source
        assert snapshot.passages(key) == list(document.passages)
        assert snapshot.collections() == [text[:20]] and snapshot.names_of(key) == [text]
        assert snapshot.name_at(text[:20], text, text) == named(text, key, document, text)
        assert snapshot.skipped(text[:20], text) == {text: ((1, 2, 3), text)} and snapshot.fact("text") == text
        found = snapshot.found_by_id(text[:20], [document.passages[1].passage_id])
        assert [one.passage.text for one in found.values()] == [text]


def test_documents_are_listed_by_name_and_in_the_order_they_came(store: Store) -> None:
    """Documents are listed by name, in the order of code points; those of all collections in the order they came."""
    given = ["b.txt", "É.txt", "a.txt", "B.txt", "10.txt", "9.txt", "🌊.txt"]
    for name in given:
        put(store, name, f"This is {name}.")
    put(store, "z.txt", "This is elsewhere.", collection="Another")
    with store.read() as snapshot:
        assert [document.name for document in snapshot.documents("default")] == sorted(given)
        assert [document.name for document in snapshot.every_document()] == [*given, "z.txt"]
        assert snapshot.collections() == ["Another", "default"]
        assert snapshot.documents("empty") == [] and snapshot.document_ids("empty") == set()


def test_tables_are_those_of_their_document(store: Store) -> None:
    """The tables of a document come back in the order in which they stand in it, whole, and go with it."""
    document = prepared("Rope | 7 m\nLamp | 2", "Mast | oak")
    first = Table(
        0, ("Thing", "Size"), (Row(0, 10, (Cell(0, 4), Cell(7, 10))), Row(11, 19, (Cell(11, 15), Cell(18, 19))))
    )
    second = Table(21, ("", "«Wood» 木"), (Row(21, 31, (Cell(21, 25), Cell(28, 31, True))),))
    document = replace(document, source=replace(document.source, tables=(first, second)))
    with store.hold("test"), store.write() as change:
        key = write(change, "things.txt", document).document_key
        assert change.tables(key) == [first, second]
    other = put(store, "other.txt", "The rope is in the loft.")
    with store.read() as snapshot:
        assert snapshot.tables(key) == [first, second]
        assert snapshot.tables(other.document_key) == []
    assert remove(store, "things.txt")
    with store.read() as snapshot:
        assert snapshot.tables(key) == []


def test_a_document_is_replaced_by_its_name(store: Store) -> None:
    """A document that is given another's name replaces it: the text of the one before is not found any more."""
    before = prepared("The rope is in the loft.")
    put(store, "a.txt", "The rope is in the loft.")
    now = put(store, "a.txt", "The lamp is in the hold.")
    with store.read() as snapshot:
        assert snapshot.document_key(before.document_id) is None
        assert snapshot.match(["rope"], ALL, 5) == {}
        assert len(snapshot.nearest(before.vectors[0], ALL, 5)) == 1
        assert snapshot.found_by_id("default", [before.passages[0].passage_id]) == {}
        assert snapshot.name("default", "a.txt") == now
        assert [info.characters for info in snapshot.documents("default")] == [24]


def test_the_same_bytes_are_one_document(store: Store) -> None:
    """A document with two names is there once, and is removed with the last of them."""
    first = put(store, "a.txt", "The rope is in the loft.")
    second = put(store, "b.txt", "The rope is in the loft.")
    assert first.document_key == second.document_key
    with store.read() as snapshot:
        assert snapshot.names_of(first.document_key) == ["a.txt", "b.txt"]
        assert [info.name for info in snapshot.documents("default")] == ["a.txt", "b.txt"]
        assert [document.name for document in snapshot.every_document()] == ["a.txt"]
        (found,) = snapshot.found(list(snapshot.match(["rope"], ALL, 5))).values()
        assert found.source == "a.txt"
    assert not remove(store, "a.txt")
    with store.read() as snapshot:
        (found,) = snapshot.found(list(snapshot.nearest(vector_of("rope"), ALL, 5))).values()
        assert found.source == "b.txt" and snapshot.names_of(first.document_key) == ["b.txt"]
    assert remove(store, "b.txt")
    with store.read() as snapshot:
        assert snapshot.every_document() == [] and snapshot.collections() == []
        assert snapshot.match(["rope"], ALL, 5) == snapshot.nearest(vector_of("rope"), ALL, 5) == {}


def test_collections_do_not_share_documents(store: Store) -> None:
    """The same bytes in two collections are two documents; removing one leaves the other."""
    put(store, "a.txt", "The rope is in the loft.")
    put(store, "a.txt", "The rope is in the loft.", collection="other")
    assert remove(store, "a.txt")
    with store.read() as snapshot:
        assert snapshot.collections() == ["other"] and len(snapshot.every_document()) == 1
        assert len(snapshot.match(["rope"], Scope("other"), 5)) == 1
        assert snapshot.match(["rope"], ALL, 5) == {}


def test_a_rename_changes_nothing_else(store: Store) -> None:
    """A renamed document keeps its keys, its date and its vectors; a document that had the new name is removed."""
    before = put(store, "a.txt", "The rope is in the loft.")
    put(store, "b.txt", "The lamp is in the hold.")
    with store.read() as snapshot:
        info = snapshot.documents("default")[0]
        ((keys, vectors),) = snapshot.vectors(Scope("default", ("a.txt",)))
    after = replace(before, name="b.txt", path="elsewhere/b.txt")
    with store.hold("test"), store.write() as change:
        change.rename(before, after)
    with store.read() as snapshot:
        assert snapshot.documents("default") == [replace(info, name="b.txt")]
        assert snapshot.name("default", "a.txt") is None and snapshot.name("default", "b.txt") == after
        ((now, same),) = snapshot.vectors(ALL)
        assert now.tolist() == keys.tolist() and same.tolist() == vectors.tolist()


def test_names_are_found_by_origin_and_path(store: Store) -> None:
    """Names are found by folder and path, and uploads apart from them; a name carries what its file was when read."""
    with store.hold("test"), store.write() as change:
        held = [
            write(change, name, prepared(f"This is {name} of {origin}."), origin)
            for name, origin in (("n/b.txt", "/north"), ("n/a.txt", "/north"), ("s/a.txt", "/south"), ("u.txt", None))
        ]
    with store.read() as snapshot:
        assert snapshot.names_from("default", "/north") == [held[1], held[0]]
        assert snapshot.names_from("default", None) == [held[3]]
        assert snapshot.names_from("other", "/north") == []
        assert snapshot.name_at("default", "/south", "s/a.txt") == held[2]
        assert snapshot.name_at("default", "/north", "s/a.txt") is None
        assert snapshot.name("default", "u.txt") == held[3] and snapshot.name("other", "u.txt") is None
        assert snapshot.uploads() == {held[3].path}


def test_skipped_files_are_remembered_and_forgotten(store: Store) -> None:
    """Why a file gave no text, and what it was then, is remembered for its folder until it is forgotten."""
    with store.hold("test"), store.write() as change:
        change.skip("default", "/north", "a.pdf", (1, 2, 3), "a.pdf: is empty")
        change.skip("default", "/north", "a.pdf", (4, 5, 6), "a.pdf: is locked")
        change.skip("default", "/north", "b.pdf", (7, 8, 9), "b.pdf: is empty")
        change.skip("default", "/south", "a.pdf", (1, 2, 3), "a.pdf: is empty")
        change.unskip("default", "/north", "b.pdf")
        change.unskip("default", "/north", "c.pdf")
    with store.read() as snapshot:
        assert snapshot.skipped("default", "/north") == {"a.pdf": ((4, 5, 6), "a.pdf: is locked")}
        assert list(snapshot.skipped("default", "/south")) == ["a.pdf"]
        assert snapshot.skipped("other", "/north") == {}
