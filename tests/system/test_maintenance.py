"""The commands that keep a store, as a person meets them."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.lib.models import HashEmbedder as TableEmbedder
from tests.fixtures.paths import ROOT
from vectorstore import Library
from vectorstore.storage.sqlite.maintenance import faults


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "qa", *map(str, arguments)]


def footnote(*arguments: object, store: Path, code: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(command(*arguments, "--store", store), capture_output=True, text=True, cwd=ROOT, timeout=240)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done


def started(*arguments: object, store: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command(*arguments, "--store", store),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background ignores it
    )


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


def test_a_store_is_verified_kept_emptied_with_a_receipt_and_brought_back(folder: Path, store: Path) -> None:
    (folder / "lamp.md").write_text("# The lamp\n\nThe xylorimba of the lighthouse sounds every 12 seconds.\n")
    (folder / "rope.md").write_text("# The rope\n\nThe rope is kept in the loft.\n")
    assert "lamp.md: added" in footnote("sync", folder, store=store).stdout
    (folder / "rope.md").rename(folder / "line.md")
    assert footnote("sync", folder, store=store).stdout == "line.md: renamed from rope.md\n"
    assert "all is as it should be" in footnote("verify", store=store).stderr

    kept = store.with_name("kept")
    footnote("backup", kept, store=store)
    assert "exists already" in footnote("backup", kept, store=store, code=3).stderr

    receipt = footnote("remove", "lamp.md", "--receipt", store=store).stdout
    assert receipt.startswith("lamp.md: removed") and receipt.rstrip().endswith(": 0 found")
    assert not [p for p in store.rglob("*") if p.is_file() and b"xylorimba" in p.read_bytes()]

    back = store.with_name("back")
    footnote("restore", kept, store=back)
    assert [d["name"] for d in json.loads(footnote("list", "--json", store=back).stdout)["documents"]] == [
        "lamp.md",
        "line.md",
    ]
    assert "holds a library already" in footnote("restore", kept, store=back, code=3).stderr


def test_damage_is_told_and_mended(store: Path, folder: Path) -> None:
    (folder / "rope.md").write_text("# The rope\n\nThe rope is kept in the loft.\n")
    footnote("sync", folder, store=store)
    (store / "index").mkdir(exist_ok=True)
    (store / "index" / "current").write_text("gen-7")
    faults = json.loads(footnote("verify", "--json", store=store, code=1).stdout)["faults"]
    assert len(faults) == 1 and "footnote rebuild" in faults[0]
    footnote("rebuild", store=store)
    footnote("verify", store=store)


def test_another_model_is_named_with_both_ways_out(store: Path, folder: Path) -> None:
    (folder / "rope.md").write_text("The rope is kept in the loft.")
    Library.open(store, TableEmbedder()).sync(folder)
    (line,) = footnote("ask", "Where is the rope?", store=store, code=3).stderr.splitlines()
    assert "FOOTNOTE_EMBEDDING=table" in line and "footnote rebuild --embed" in line
    footnote("rebuild", "--embed", store=store)
    assert "[1] rope.md" in footnote("ask", "Where is the rope kept?", store=store).stdout


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT to send to another process")
def test_ctrl_c_says_what_was_done_and_the_next_sync_goes_on(store: Path, folder: Path) -> None:
    for number in range(400):
        (folder / f"{number:03}.txt").write_text(f"Rope {number} is kept in bay {number % 7}.")
    with started("sync", folder, store=store) as process:
        library = Library.open(store)
        deadline = time.monotonic() + 200
        while not library.documents() and time.monotonic() < deadline:
            time.sleep(0.01)
        os.kill(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130 and "Traceback" not in said
    told = said.splitlines()[-1].removeprefix("footnote: stopped").removesuffix("; run it again to go on")
    done = len(library.documents())
    # One more may be written than was told: a document is acknowledged after it is written, never before.
    assert 0 < done < 400 and told in (f": {done} added", f": {done - 1} added" if done > 1 else " at the first file")
    assert faults(library.searcher.catalog) == []


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT to send to another process")
def test_a_watched_folder_is_followed_until_ctrl_c(store: Path, folder: Path) -> None:
    assert "there is no such folder" in footnote("watch", folder / "nowhere", store=store, code=2).stderr
    (folder / "lamp.md").write_text("The lamp turns once every 12 seconds.\n")
    with started("watch", folder, store=store) as process:
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
