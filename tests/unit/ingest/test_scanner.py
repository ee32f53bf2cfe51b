import os
import socket
from pathlib import Path

import pytest

from vectorstore.errors import NotAFolder
from vectorstore.ingest.scanner import Scan, scan


def names(found: Scan) -> list[str]:
    return [file.name for file in found.files]


def reasons(found: Scan) -> dict[str, str]:
    return {status.name: status.reason or "" for status in found.refused}


def write(folder: Path, *paths: str) -> None:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(path)


def look(folder: Path) -> Scan:
    return scan(folder, without=folder / "store")


def test_files_are_found_at_any_depth_and_hidden_ones_and_the_store_are_not(folder: Path) -> None:
    write(folder, "b.txt", "a/deep/er.txt", ".hidden.txt", ".git/config", "store/catalog.sqlite3")
    found = look(folder)
    assert names(found) == ["a/deep/er.txt", "b.txt"]
    assert not found.refused


def test_ignore_rules_are_gits(folder: Path) -> None:
    write(folder, "a.txt", "a.log", "keep.log", "drafts/b.txt", "sub/drafts/c.txt", "sub/d.log", "sub/only/d.txt")
    (folder / ".footnoteignore").write_text("# notes\n*.log\n!keep.log\n/drafts/\n")
    (folder / "sub" / ".footnoteignore").write_text("!d.log\nonly/\n")
    assert names(look(folder)) == ["a.txt", "keep.log", "sub/d.log", "sub/drafts/c.txt"]


def test_links_are_followed_inside_and_refused_where_they_lead_out(folder: Path, tmp_path: Path) -> None:
    write(folder, "a.txt", "sub/b.txt")
    write(tmp_path, "secret.txt", "outside/c.txt")
    (folder / "inside.txt").symlink_to(folder / "a.txt")
    (folder / "again").symlink_to(folder / "sub")
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "out").symlink_to(tmp_path / "outside")
    (folder / "loop").symlink_to(folder)
    (folder / "nothing.txt").symlink_to(folder / "gone.txt")
    found = look(folder)
    assert names(found) == ["a.txt", "inside.txt", "sub/b.txt"]
    assert set(reasons(found)) == {"out.txt", "out", "nothing.txt"}
    assert "leads out" in reasons(found)["out.txt"] and "leads out" in reasons(found)["out"]
    assert "No such file" in reasons(found)["nothing.txt"]


def test_pipes_and_sockets_are_named_and_not_opened(folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / "socket.txt"))
        assert set(reasons(look(folder))) == {"pipe.txt", "socket.txt"}


def test_a_name_that_is_no_text_is_refused_in_words(folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.txt")).write_text("x")
    found = look(folder)
    assert names(found) == []
    assert reasons(found) == {"caf?.txt": "its name is not valid text; rename it"}


def test_a_folder_that_cannot_be_looked_into_may_still_hold_what_it_held(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, "a.txt", "shut/b.txt", "shut2/c.txt")
    real = os.scandir

    def refuse(path: Path) -> object:
        if Path(path).name == "shut":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)  # the tests may run as one who may look anywhere
    found = look(folder)
    assert names(found) == ["a.txt", "shut2/c.txt"]
    assert "Permission denied" in reasons(found)["shut/"]
    assert found.holds("shut/b.txt") and not found.holds("shut2/c.txt")


def test_a_folder_that_is_none_is_said_to_be_none(folder: Path) -> None:
    with pytest.raises(NotAFolder, match="no such folder"):
        look(folder / "nowhere")
