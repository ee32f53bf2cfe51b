"""A folder is the truth for its documents: what becomes of each file, how it is told, how it is stopped."""

import os
import shutil
from pathlib import Path

import pytest

from tests.fixtures.table import TableEmbedder
from vectorstore import Library, Report
from vectorstore.ingest.progress import Progress
from vectorstore.storage import open_store
from vectorstore.types import Scope


def statuses(report: Report) -> dict[str, str]:
    return {file.name: file.status for file in report.files}


def outcomes(report: Report) -> dict[str, str]:
    return {file.name: file.outcome for file in report.files}


def keys(library: Library) -> list[tuple[int, bytes]]:
    with open_store(library.store).read() as snapshot:
        return [
            (int(key), row.tobytes())
            for batch, rows in snapshot.vectors(Scope("default"))
            for key, row in zip(batch, rows, strict=True)
        ]


def state(library: Library) -> dict[str, tuple[int, bytes]]:
    return {
        path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in library.store.rglob("*") if path.is_file()
    }


@pytest.fixture
def old_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files count as old, as they do a moment after they were written."""
    monkeypatch.setattr("vectorstore.ingest.scanner.FRESH_NS", 0)


def test_a_rename_keeps_the_vectors(table: Library, folder: Path) -> None:
    (folder / "a.txt").write_text("The rope is in the loft.")
    table.sync(folder)
    before = keys(table)
    (folder / "sub").mkdir()
    (folder / "a.txt").rename(folder / "sub" / "b.txt")
    assert outcomes(table.sync(folder)) == {"sub/b.txt": "renamed from a.txt"}
    assert keys(table) == before
    assert [document.name for document in table.documents()] == ["sub/b.txt"]


def test_two_files_that_change_places_keep_both_texts(table: Library, folder: Path) -> None:
    (folder / "a.txt").write_text("The rope is in the loft.")
    (folder / "b.txt").write_text("The lamp is in the hold.")
    table.sync(folder)
    (folder / "a.txt").rename(folder / "c")
    (folder / "b.txt").rename(folder / "a.txt")
    (folder / "c").rename(folder / "b.txt")
    table.sync(folder)
    assert {d.name: table.text(d.name) for d in table.documents()} == {
        "a.txt": "The lamp is in the hold.",
        "b.txt": "The rope is in the loft.",
    }


def test_the_same_bytes_are_kept_once_and_known_under_both_names(table: Library, folder: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text("The rope is in the loft.")
    assert outcomes(table.sync(folder)) == {"a.txt": "added", "b.txt": "duplicate of a.txt"}
    assert len(keys(table)) == 1
    assert [document.name for document in table.documents()] == ["a.txt", "b.txt"]


def test_a_name_that_its_own_folder_gave_away_is_not_taken_from_it(table: Library, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "notes.txt").write_text("The other folder's notes.")
    table.sync(tmp_path / "other")
    papers = tmp_path / "papers"
    (papers / "papers").mkdir(parents=True)
    (papers / "papers" / "notes.txt").write_text("Notes further down.")
    (papers / "notes.txt").write_text("Notes on top.")
    table.sync(papers)
    assert sorted(table.text(document.name) for document in table.documents()) == [
        "Notes further down.",
        "Notes on top.",
        "The other folder's notes.",
    ]


@pytest.mark.usefixtures("old_files")
def test_a_second_run_over_unchanged_files_touches_nothing(table: Library, folder: Path) -> None:
    (folder / "a.txt").write_text("The rope is in the loft.")
    (folder / "empty.txt").write_text("")
    table.sync(folder)
    table.settle()
    before = state(table)
    report = table.sync(folder)
    assert statuses(report) == {"a.txt": "unchanged", "empty.txt": "skipped"}
    after = state(table)
    del before["writer.lock"], after["writer.lock"]
    assert after == before


@pytest.mark.usefixtures("old_files")
def test_a_file_that_gave_no_text_is_read_again_only_when_it_changes(table: Library, folder: Path) -> None:
    (folder / "a.txt").write_text("")
    first = table.sync(folder)
    read: list[str] = []
    again = table.sync(folder, on_progress=lambda progress: read.append(progress.current))
    assert outcomes(again) == outcomes(first)
    assert set(read) == {""}
    (folder / "a.txt").write_text("Now it says something.")
    assert statuses(table.sync(folder)) == {"a.txt": "added"}


@pytest.mark.usefixtures("old_files")
def test_a_changed_file_that_kept_its_size_and_date_is_noticed(table: Library, folder: Path) -> None:
    path = folder / "a.txt"
    path.write_text("The rope is in the loft.")
    os.utime(path, (1_600_000_000, 1_600_000_000))
    table.sync(folder)
    path.write_text("The lamp is in the loft.")
    os.utime(path, (1_600_000_000, 1_600_000_000))
    assert statuses(table.sync(folder)) == {"a.txt": "replaced"}


def test_a_file_that_cannot_be_read_keeps_what_it_said(
    table: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "a.txt"
    path.write_text("The rope is in the loft.")
    table.sync(folder)
    path.write_text("The rope is in the loft!")

    def fail(path: Path) -> str:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("vectorstore.ingest.pipeline.digest_of", fail)
    report = table.sync(folder)
    assert "Input/output error (its earlier text is kept)" in outcomes(report)["a.txt"]
    assert table.text("a.txt") == "The rope is in the loft."


def test_a_folder_that_cannot_be_looked_into_loses_nothing(
    table: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "a.txt").write_text("The rope is in the loft.")
    table.sync(folder)
    real = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: _denied() if Path(path).name == "sub" else real(path))
    assert statuses(table.sync(folder)) == {"sub/": "skipped"}
    assert [document.name for document in table.documents()] == ["sub/a.txt"]


def _denied() -> None:
    raise PermissionError(13, "Permission denied")


@pytest.mark.usefixtures("old_files")
def test_progress_tells_counts_bytes_the_file_at_hand_and_the_time_left(table: Library, folder: Path) -> None:
    (folder / "old.txt").write_text("It was here before.")
    table.sync(folder)
    for number in range(3):
        (folder / f"{number}.txt").write_text(f"Rope {number} is in the loft.")
    seen: list[Progress] = []
    table.sync(folder, on_progress=seen.append)
    told = [progress for progress in seen if progress.file]
    assert [p.file.name for p in told if p.file] == ["0.txt", "1.txt", "2.txt"]
    assert {p.total for p in seen} == {4}
    assert told[-1].bytes_done == told[-1].bytes_total >= 3 * 22
    assert [p.current for p in told] == ["1.txt", "2.txt", ""]
    assert told[0].seconds_left is not None and told[0].seconds_left > 0
    assert seen[0].done == 0 and seen[0].file is None


@pytest.mark.parametrize("stop_after", [0, 1, 2])
def test_a_run_that_is_stopped_leaves_a_valid_store_and_goes_on_next_time(
    table: Library, folder: Path, stop_after: int
) -> None:
    for number in range(4):
        (folder / f"{number}.txt").write_text(f"Rope {number} is in the loft.")

    def stop(progress: Progress) -> None:
        if progress.done >= stop_after and (progress.file or not stop_after):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        table.sync(folder, on_progress=stop)
    assert [document.name for document in table.documents()] == [f"{n}.txt" for n in range(stop_after)]
    assert open_store(table.store).faults() == []
    report = table.sync(folder)
    assert len(table.documents()) == 4 and sum(f.status == "added" for f in report.files) == 4 - stop_after


def test_a_run_is_stopped_in_the_middle_of_a_file(table: Library, folder: Path) -> None:
    (folder / "long.md").write_text("# Long\n\n" + "\n\n".join(f"- Item {n} of a long list" for n in range(60_000)))

    def stop(progress: Progress) -> None:
        if progress.seconds_left is None and waited.append(1) is None and len(waited) > 3:
            raise KeyboardInterrupt

    waited: list[int] = []
    with pytest.raises(KeyboardInterrupt):
        table.sync(folder, on_progress=stop)
    assert table.documents() == ()


def test_an_upload_that_is_replaced_while_a_copy_with_its_bytes_exists(table: Library, folder: Path) -> None:
    (folder / "a.txt").write_text("The rope is in the loft.")
    table.sync(folder)
    upload = folder.parent / "b.txt"
    shutil.copyfile(folder / "a.txt", upload)
    assert outcomes(table.add([upload])) == {"b.txt": "duplicate of a.txt"}
    upload.write_text("The lamp is in the hold.")
    assert outcomes(table.add([upload])) == {"b.txt": "replaced"}
    assert table.text("a.txt") == "The rope is in the loft."


def test_documents_come_out_the_same_in_whatever_order_they_came(tmp_path: Path) -> None:
    from tests.fixtures.documents import text
    from tests.fixtures.dump import dump

    paths = []
    for number in range(8):
        path = tmp_path / f"shed-{number}.md"
        path.write_text(text(number, 1, 2))
        paths.append(path)
    dumps = []
    for turn in range(3):
        library = Library.open(tmp_path / f"store-{turn}", TableEmbedder())
        library.add([*paths[turn * 3 :], *paths[: turn * 3]])
        dumps.append(dump(library.store))
    assert dumps[0] == dumps[1] == dumps[2] and len(dumps[0]) == 8
