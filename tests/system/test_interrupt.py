"""Ctrl-C: what was done stays and is told, and the next start goes on."""

import os
import signal
import sys
from pathlib import Path

import pytest

from tests.fixtures.processes import FOOTNOTE, footnote, started, wait_until
from vectorstore import Library

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT to send to another process")


def test_ctrl_c_says_what_was_done_and_the_next_sync_goes_on(store: Path, folder: Path) -> None:
    for number in range(400):
        (folder / f"{number:03}.txt").write_text(f"Rope {number} is kept in bay {number % 7}.")
    with started(*FOOTNOTE, "sync", folder, "--store", store) as process:
        library = Library.open(store)
        wait_until(library.documents)
        os.kill(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130 and "Traceback" not in said
    told = said.splitlines()[-1].removeprefix("footnote: stopped").removesuffix("; run it again to go on")
    done = len(library.documents())
    # One more may be written than was told: a document is acknowledged after it is written, never before.
    assert 0 < done < 400 and told in (f": {done} added", f": {done - 1} added" if done > 1 else " at the first file")
    assert library.verify() == ()


def test_a_watched_folder_is_followed_until_ctrl_c(store: Path, folder: Path) -> None:
    assert "there is no such folder" in footnote("watch", folder / "nowhere", store=store, code=2).stderr
    (folder / "lamp.md").write_text("The lamp turns once every 12 seconds.\n")
    with started(*FOOTNOTE, "watch", folder, "--store", store) as process:
        assert process.stdout and process.stderr
        assert process.stdout.readline() == "lamp.md: added\n"
        assert "watching" in process.stderr.readline()
        (folder / "rope.md").write_text("The rope is kept in the loft.\n")
        assert process.stdout.readline() == "rope.md: added\n"
        assert "watching" in process.stderr.readline()
        (folder / "lamp.md").unlink()
        assert process.stdout.readline() == "lamp.md: removed\n"
        os.kill(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130 and "Traceback" not in said
    assert [document.name for document in Library.open(store).documents()] == ["rope.md"]
