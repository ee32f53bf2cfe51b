"""The server itself: light to import, on the next free port, told off in one line, and clean when it ends."""

import re
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from qa.web.server import CannotServe, address, listening
from tests.fixtures.paths import APP
from tests.fixtures.processes import finished, python
from vectorstore.storage.sqlite.lock import WriterLock

HEAVY = ("torch", "transformers", "sentence_transformers", "chromadb", "pandas.core")


def test_the_page_needs_no_model_to_be_imported() -> None:
    for module in ("qa.web", "qa.web.server"):
        code = f"import sys, {module}; print([name for name in {HEAVY[:4]} if name in sys.modules])"
        assert python(code).strip() == "[]"
    assert python("import sys, qa.web; print('gradio' in sys.modules)").strip() == "False"


def test_the_server_answers_before_it_loads_a_model(start: Callable[..., Any], tmp_path: Path) -> None:
    with start([APP], tmp_path / "store") as site:
        assert httpx.get(site.address, timeout=60).status_code == 200
        assert "torch" not in Path(f"/proc/{site.process.pid}/maps").read_text() if sys.platform == "linux" else True


def test_the_next_free_port_is_taken() -> None:
    with listening("127.0.0.1", 0) as first:
        taken = first.getsockname()[1]
        with listening("127.0.0.1", taken) as second:
            assert second.getsockname()[1] > taken
            assert address(second) == f"http://127.0.0.1:{second.getsockname()[1]}"


def test_the_address_is_one_that_a_browser_can_open() -> None:
    with listening("0.0.0.0", 0) as everywhere:
        assert address(everywhere).startswith("http://127.0.0.1:")


def test_an_address_that_cannot_be_had_is_told_in_one_line() -> None:
    with pytest.raises(CannotServe, match=r"192\.0\.2\.1"):
        listening("192.0.2.1", 7860)


def test_a_folder_that_is_not_there_is_told_in_one_line() -> None:
    ended = finished(sys.executable, APP, "no-such-folder")
    assert ended.returncode != 0
    [line] = ended.stderr.strip().splitlines()
    assert "no-such-folder" in line


@pytest.mark.parametrize("request_to_end", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_cleanly(start: Callable[..., Any], tmp_path: Path, request_to_end: signal.Signals) -> None:
    with start([APP], tmp_path / "store") as site:
        httpx.get(site.address, timeout=60)
        site.process.send_signal(request_to_end)
        assert site.process.wait(20) == 0
        assert "Traceback" not in "".join(site.printed)
        assert list(site.temporary.iterdir()) == []


def test_another_writer_is_named_to_who_uploads(scripted_site: Any) -> None:
    with WriterLock(scripted_site.store).held("a long sync"):
        response = httpx.post(
            f"{scripted_site.address}/documents",
            params={"collection": "default", "name": "a.md"},
            content=b"# A\n\nText.",
        )
    assert response.status_code == 409
    assert re.search(r"process \d+ \(a long sync", response.json()["error"])


def test_a_file_over_the_limit_is_not_taken(start: Callable[..., Any], tmp_path: Path) -> None:
    with start([APP], tmp_path / "store", upload_limit_mb=1) as site:
        said = {"collection": "default", "name": "large.md"}

        def chunks() -> Any:
            for _ in range(40):
                yield b"x" * 100_000

        for body in (b"x" * 2_000_000, chunks()):
            try:
                response = httpx.post(f"{site.address}/documents", params=said, content=body)
            except httpx.TransportError:  # it may close the connection before it has all been sent
                continue
            assert response.status_code == 413
            assert "larger than 1 MB" in response.json()["error"]
        assert httpx.get(f"{site.address}/documents/text", params=said).status_code == 404


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere 127.0.0.2 is not this machine")
def test_only_the_address_asked_for_is_listened_on(site: Any) -> None:
    with pytest.raises(OSError), socket.create_connection(("127.0.0.2", site.port), timeout=2):
        pass
