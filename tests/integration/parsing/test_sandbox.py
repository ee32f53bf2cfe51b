"""The sandbox: whatever a file does to its reader, the next file is read."""

import os
import signal
import sys
import threading
import zipfile
from pathlib import Path

import pytest

from tests.fixtures.processes import finished, python, wait_until
from vectorstore.errors import UnreadableFile
from vectorstore.parsing import Sandbox, parse

needs_limits = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the system does not limit memory")


@pytest.fixture
def note(tmp_path):
    path = tmp_path / "note.md"
    path.write_text(
        "# Title\n\nA “text” with \u200b odd characters: \U0001f600 \u2028 \x1b and \\ud800.\n\n| a | b |\n|-|-|\n"
        "| 1 | 2 |\n",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def sandbox():
    with Sandbox() as sandbox:
        yield sandbox


def test_the_sandbox_reads_what_the_parser_reads(sandbox, note):
    assert sandbox.parse(note) == parse(note)


def test_it_starts_no_process_before_it_must(sandbox, tmp_path):
    with pytest.raises(UnreadableFile, match="not a kind of file"):
        sandbox.parse(tmp_path / "x.png")
    assert sandbox.pid is None


def test_it_says_what_the_parser_says(sandbox, tmp_path, note):
    (tmp_path / "empty.docx").touch()
    with pytest.raises(UnreadableFile, match=r"^empty\.docx: is empty; save it again and add that\.$"):
        sandbox.parse(tmp_path / "empty.docx")
    first = sandbox.pid
    sandbox.parse(note)
    assert sandbox.pid == first


def test_a_killed_process_is_replaced(sandbox, note):
    sandbox.parse(note)
    first = sandbox.pid
    os.kill(first, signal.SIGKILL)
    assert sandbox.parse(note).title == "Title"
    assert sandbox.pid != first


def test_a_process_killed_in_the_middle_is_replaced_once(note):
    with Sandbox() as sandbox:
        sandbox.parse(note)
        os.kill(sandbox.pid, signal.SIGSTOP)
        threading.Timer(0.3, os.kill, (sandbox.pid, signal.SIGKILL)).start()
        assert sandbox.parse(note).title == "Title"


def test_a_file_that_takes_too_long(note):
    with Sandbox(seconds=0.5) as sandbox:
        sandbox.parse(note)
        os.kill(sandbox.pid, signal.SIGSTOP)
        with pytest.raises(UnreadableFile, match=r"^note\.md: took longer than 0\.5 seconds to read; split it"):
            sandbox.parse(note)
        assert sandbox.parse(note).title == "Title"


@needs_limits
def test_a_file_that_eats_memory(docx_bomb, note):
    # Stored and not packed, this bomb is honest about its size: only the limit on memory stops it.
    with Sandbox(memory=300 << 20) as sandbox:
        with pytest.raises(UnreadableFile, match=r"^bomb\.docx: .*(memory|damaged|crashed)"):
            sandbox.parse(docx_bomb(60, zipfile.ZIP_STORED))
        assert sandbox.parse(note).title == "Title"


def test_a_zip_bomb_is_refused_and_the_next_file_read(sandbox, docx_bomb, note):
    with pytest.raises(UnreadableFile, match=r"^bomb\.docx: is refused: .* over 100 times its size"):
        sandbox.parse(docx_bomb(150, zipfile.ZIP_DEFLATED))
    assert sandbox.parse(note).title == "Title"


def test_a_pdf_that_is_noise_after_its_head(sandbox, tmp_path, noise, note):
    path = tmp_path / "noise.pdf"
    path.write_bytes(b"%PDF-1.7\n" + noise)
    with pytest.raises(UnreadableFile, match="is damaged: its pages cannot be found"):
        sandbox.parse(path)
    assert sandbox.parse(note).title == "Title"


def test_threads_take_turns(sandbox, tmp_path):
    paths = [tmp_path / f"{number}.txt" for number in range(20)]
    for number, path in enumerate(paths):
        path.write_text(f"file {number} " * 1000)
    texts = {}

    def read(path):
        texts[path] = sandbox.parse(path).text

    threads = [threading.Thread(target=read, args=(path,)) for path in paths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(texts[path] == path.read_text() for path in paths)


def test_a_large_text_comes_through(sandbox, tmp_path):
    path = tmp_path / "large.txt"
    path.write_text("Zeile – größer.\n\n" * 200_000, encoding="utf-8")
    source = sandbox.parse(path)
    assert len(source.text) == 17 * 200_000
    assert len(source.blocks) == 200_000


def test_the_process_has_no_environment_and_may_not_reach_out(tmp_path, note, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "value")
    with Sandbox() as sandbox:
        sandbox.parse(note)
        environment = f"/proc/{sandbox.pid}/environ"
        if os.path.exists(environment):
            with open(environment, "rb") as file:
                assert b"SECRET" not in file.read()
    code = (
        "from vectorstore.parsing.sandbox.limits import confine; confine(4 << 30)\n"
        "import socket, subprocess, os\n"
        "def connect(): socket.socket().connect(('127.0.0.1', 9))\n"
        "for attempt in (connect, lambda: subprocess.run(['true']), lambda: os.system('true')):\n"
        "    try:\n        attempt()\n    except PermissionError:\n        print('refused')\n"
    )
    assert python(code).split() == ["refused"] * 3


def has_ended(pid):
    try:
        os.kill(pid, 0)
        # A zombie that nobody waits for has ended as well.
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (ProcessLookupError, FileNotFoundError):
        return True


def test_the_process_ends_with_its_parent_and_a_script_needs_no_guard(tmp_path, note):
    script = tmp_path / "host.py"
    script.write_text(
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from vectorstore.parsing import Sandbox\n"
        "print('started')\n"
        "sandbox = Sandbox()\n"
        "print(sandbox.parse(Path(sys.argv[1])).title, sandbox.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = finished(sys.executable, script, note, cwd=tmp_path)
    started, title, pid = done.stdout.split()
    assert (started, title) == ("started", "Title")
    wait_until(lambda: has_ended(int(pid)), 5)
