from pathlib import Path

import pytest

from vectorstore import Library, Report, SentenceEmbedder
from vectorstore.errors import InvalidCollection, NotAFolder, UnknownDocument, UnreadableFile


def statuses(report: Report) -> dict[str, str]:
    return {file.name: file.status for file in report.files}


def test_what_was_added_is_found_word_for_word(library: Library, folder: Path) -> None:
    (folder / "tide.md").write_text("# Tides\n\nThe spring tide rises 7.2 m. The neap tide rises 3.1 m.\n")
    assert statuses(library.add([folder / "tide.md"])) == {"tide.md": "added"}
    (hit,) = library.search("How high does a spring tide rise?")
    assert library.text(hit.source)[hit.passage.start : hit.passage.end] == hit.passage.text
    assert "7.2 m" in hit.passage.text
    assert library.documents()[0].title == "Tides"
    assert library.original("tide.md").read_bytes() == (folder / "tide.md").read_bytes()


def test_an_upload_of_the_same_name_replaces_and_keeps_only_its_own_original(library: Library, folder: Path) -> None:
    path = folder / "a.txt"
    path.write_text("The lamp is green.")
    library.add([path])
    before = library.original("a.txt")
    path.write_text("The lamp is violet.")
    assert statuses(library.add([path])) == {"a.txt": "replaced"}
    assert library.text("a.txt") == "The lamp is violet."
    assert not before.exists()
    assert [hit.passage.text for hit in library.search("green lamp")] == ["The lamp is violet."]


def test_the_same_bytes_under_two_names_are_kept_once_until_both_are_gone(library: Library, folder: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text("The ferry leaves at noon.")
    assert statuses(library.add([folder / "a.txt", folder / "b.txt"])) == {"a.txt": "added", "b.txt": "duplicate"}
    assert len(library.search("ferry")) == 1
    library.remove("a.txt")
    assert [hit.source for hit in library.search("ferry")] == ["b.txt"]
    assert library.original("b.txt").exists()
    library.remove("b.txt")
    assert library.search("ferry") == ()
    assert not list((library.store / "originals").iterdir())


def test_sync_makes_the_library_hold_what_the_folder_holds(library: Library, folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "a.txt").write_text("Alpha stands in the north.")
    (folder / "b.txt").write_text("Beta stands in the south.")
    (folder / ".hidden.txt").write_text("Nobody reads this.")
    assert statuses(library.sync(folder)) == {"b.txt": "added", "sub/a.txt": "added"}
    assert statuses(library.sync(folder)) == {"b.txt": "unchanged", "sub/a.txt": "unchanged"}
    (folder / "b.txt").unlink()
    (folder / "sub" / "a.txt").write_text("Alpha has moved to the east.")
    assert statuses(library.sync(folder)) == {"sub/a.txt": "replaced", "b.txt": "removed"}
    assert [hit.passage.text for hit in library.search("Where is Alpha? Where is Beta?")] == [
        "Alpha has moved to the east."
    ]


def test_syncing_a_folder_touches_neither_uploads_nor_another_folder(library: Library, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "notes.txt").write_text(f"These are the notes of {name}.")
    upload = tmp_path / "notes.txt"
    upload.write_text("These are uploaded notes.")
    library.sync(tmp_path / "one")
    assert statuses(library.sync(tmp_path / "two")) == {"two/notes.txt": "added"}
    assert statuses(library.add([upload])) == {"uploads/notes.txt": "added"}
    (tmp_path / "one" / "notes.txt").unlink()
    assert statuses(library.sync(tmp_path / "one")) == {"notes.txt": "removed"}
    assert [document.name for document in library.documents()] == ["two/notes.txt", "uploads/notes.txt"]


def test_a_file_that_became_unreadable_no_longer_answers(library: Library, folder: Path) -> None:
    (folder / "a.txt").write_text("The gate opens at six.")
    (folder / "b.txt").write_text("The gate closes at nine.")
    library.sync(folder)
    (folder / "a.txt").write_bytes(b"")
    report = library.sync(folder)
    assert statuses(report) == {"a.txt": "skipped", "b.txt": "unchanged"}
    (reason,) = (file.reason for file in report.files if file.status == "skipped")
    assert reason and "a.txt" in reason
    assert [hit.source for hit in library.search("gate")] == ["b.txt"]


def test_collections_and_chosen_documents_confine_a_search(library: Library, folder: Path) -> None:
    for name in ("a", "b", "c"):
        (folder / f"{name}.txt").write_text(f"The harbour master of {name} is on duty.")
    library.add([folder / "a.txt", folder / "b.txt"], collection="ports & quays")
    library.add([folder / "c.txt"])
    found = library.search("harbour master", collection="ports & quays")
    assert {hit.source for hit in found} == {"a.txt", "b.txt"}
    assert {hit.source for hit in library.search("harbour master")} == {"c.txt"}
    chosen = library.search("harbour master", collection="ports & quays", documents=["b.txt"])
    assert [hit.source for hit in chosen] == ["b.txt"]
    assert library.search("harbour master", collection="ports & quays", documents=[]) == ()
    assert library.collections() == ("default", "ports & quays")
    with pytest.raises(UnknownDocument, match=r"c\.txt"):
        library.search("harbour", collection="ports & quays", documents=["c.txt"])


def test_another_process_sees_each_change_at_once(library: Library, folder: Path, embedder: SentenceEmbedder) -> None:
    other = Library.open(library.store, embedder)
    assert other.search("pilot") == ()
    (folder / "a.txt").write_text("The pilot boards at the outer buoy.")
    library.add([folder / "a.txt"])
    assert len(other.search("pilot")) == 1
    library.remove("a.txt")
    assert other.search("pilot") == ()


def test_what_does_not_exist_is_said_plainly(library: Library, folder: Path) -> None:
    with pytest.raises(NotAFolder, match="no such folder"):
        library.sync(folder / "nowhere")
    with pytest.raises(UnreadableFile, match="no such file"):
        library.add([folder / "nothing.txt"])
    with pytest.raises(UnknownDocument, match="footnote list"):
        library.remove("nothing.txt")
    with pytest.raises(InvalidCollection):
        library.sync(folder, collection="")


def test_the_store_inside_a_synced_folder_is_not_read(folder: Path, embedder: SentenceEmbedder) -> None:
    (folder / "a.txt").write_text("Only this is a document.")
    library = Library.open(folder / "footnote-store", embedder)
    library.add([folder / "a.txt"])
    assert statuses(library.sync(folder)) == {"folder/a.txt": "duplicate"} or len(library.documents()) == 2
    assert all("footnote-store" not in document.name for document in library.documents())


def test_a_file_of_no_known_kind_is_skipped_even_if_its_bytes_are_known(library: Library, folder: Path) -> None:
    for name in ("a.txt", "a.org"):
        (folder / name).write_text("The dredger works by night.")
    assert statuses(library.sync(folder)) == {"a.org": "skipped", "a.txt": "added"}
    assert statuses(library.sync(folder)) == {"a.org": "skipped", "a.txt": "unchanged"}


def test_an_upload_is_replaced_also_when_the_name_it_could_not_have_is_free_again(
    library: Library, folder: Path
) -> None:
    upload = folder.parent / "a.txt"
    (folder / "a.txt").write_text("The folder's own lamp.")
    upload.write_text("The lamp of the first upload.")
    library.sync(folder)
    assert statuses(library.add([upload])) == {"uploads/a.txt": "added"}
    (folder / "a.txt").unlink()
    library.sync(folder)
    upload.write_text("The lamp of the second upload.")
    assert statuses(library.add([upload])) == {"uploads/a.txt": "replaced"}
    assert [library.text(document.name) for document in library.documents()] == ["The lamp of the second upload."]
