"""Evaluation over HTTP: what is let in, what is told in one line, and what goes out to whom."""

import json
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.fixtures.paths import APP
from tests.fixtures.processes import wait_until
from tests.fixtures.sites import SCRIPTED_SERVER

PAIRS = b'{"question": "Who keeps the lamp?"}\n'
GETS = ["/evaluation/report", "/evaluation/run"]
POSTS = ["/evaluation", "/evaluation/cancel"]


@pytest.fixture(scope="module")
def empty(start: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A server that holds nothing and takes files of a megabyte."""
    with start([APP], tmp_path_factory.mktemp("empty") / "store", upload_limit_mb=1) as site:
        yield httpx.Client(base_url=site.address, timeout=60)


@pytest.fixture
def client(scripted_site: Any) -> httpx.Client:
    return httpx.Client(base_url=scripted_site.address, timeout=60)


def send(client: httpx.Client, body: bytes = PAIRS, name: str = "pairs.jsonl", **more: Any) -> httpx.Response:
    """Send pairs, again for as long as documents are still being read."""
    for _ in range(300):
        response = client.post("/evaluation", files={"pairs": (name, body), **more})
        if "still being read" not in response.text:
            break
        time.sleep(0.2)
    return response


def wait_for_run(client: httpx.Client, name: str) -> httpx.Response:
    wait_until(lambda: name in client.get("/evaluation/run").headers.get("content-disposition", ""))
    return client.get("/evaluation/run")


@pytest.mark.parametrize("path", GETS)
def test_there_is_nothing_before_the_first(empty: httpx.Client, path: str) -> None:
    response = empty.get(path)
    assert response.status_code == 404 and response.json() == {"error": "Nothing has been evaluated yet."}


def test_without_documents_there_is_nothing_to_ask(empty: httpx.Client) -> None:
    response = send(empty)
    assert response.status_code == 400 and "default holds no document to ask" in response.json()["error"]


def test_a_file_over_the_limit_is_not_taken(empty: httpx.Client) -> None:
    for size, more in ((1_100_000, {}), (3_000_000, {}), (10, {"baseline": ("a.json", b"x" * 1_100_000)})):
        response = send(empty, b"x" * size, **more)
        assert response.status_code == 413 and "larger than 1 MB" in response.json()["error"]

    def chunks() -> Iterator[bytes]:
        yield b"x"

    assert empty.post("/evaluation", content=chunks()).status_code == 413


@pytest.mark.parametrize("name", ["a/b.jsonl", "..", "a\\b.jsonl", "x" * 300 + ".jsonl", "<b>.jsonl"])
def test_pairs_have_a_plain_name(client: httpx.Client, name: str) -> None:
    response = send(client, name=name)
    assert response.status_code == 400 and "not the name of a file" in response.json()["error"]


def test_without_pairs_nothing_begins(client: httpx.Client) -> None:
    assert client.post("/evaluation", files={"baseline": ("", b"")}).json() == {"error": "Choose a file of pairs."}
    assert client.post("/evaluation", content=b"garbage").status_code == 400


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("a.jsonl", PAIRS + b'{"question": ""}', "a.jsonl, line 2: question"),
        ("a.jsonl", b"\xff\xfe", "a.jsonl: cannot be read as UTF-8"),
        ("a.csv", b"question,anwser\nWho?,He", "a.csv, line 1: unknown column 'anwser'"),
        ("a.json", b"{}", "a.json: not SQuAD's format"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(client: httpx.Client, name: str, body: bytes, said: str) -> None:
    response = send(client, body, name)
    error = response.json()["error"]
    assert response.status_code == 400 and error.startswith(said)
    assert "\n" not in error and "footnote-upload" not in error


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "http://evil.example"}, {"Origin": "null"}])
def test_nothing_is_for_another_page(client: httpx.Client, headers: dict[str, str]) -> None:
    for path in GETS:
        assert client.get(path, headers=headers).status_code == 403
    for path in POSTS:
        assert client.post(path, headers=headers, files={"pairs": ("a.jsonl", PAIRS)}).status_code == 403
    embedded = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}
    assert client.get(GETS[1], headers=embedded).status_code == 403


@pytest.mark.parametrize("path", ["/evaluation/last.run.json", "/evaluations/", "/feedback"])
def test_only_the_last_result_has_an_address(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 404
    assert client.post(path, content=b"").status_code == 404


def test_the_report_can_reach_nothing_of_the_page(client: httpx.Client) -> None:
    assert send(client, name="report.jsonl").json() == {}
    run = wait_for_run(client, "report.jsonl.run.json")
    assert run.headers["content-disposition"].startswith("attachment") and len(run.json()["cases"]) == 1
    report = client.get("/evaluation/report")
    policy = report.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "sandbox allow-scripts" in policy and "frame-ancestors 'self'" in policy
    assert "connect-src" not in policy and "'self'" not in policy.replace("frame-ancestors 'self'", "")
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
    assert report.headers["x-frame-options"] == "SAMEORIGIN" and report.headers["cache-control"] == "no-store"
    assert "frame-src 'self'" in client.get("/").headers["content-security-policy"]


def test_the_server_ends_while_it_asks_and_goes_on_when_it_is_started_again(
    start: Callable[..., Any], tmp_path: Path
) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "lamp.md").write_text("# The lamp\n\nThe keeper trims it.\n")
    gate = tmp_path / "gate"
    questions = ["Who trims it?", "slowly word word", f"Held until there is {gate}"]
    pairs = "\n".join(json.dumps({"question": question}) for question in questions).encode()
    script = [*SCRIPTED_SERVER, folder]
    store = tmp_path / "store"
    with start(script, store) as site, httpx.Client(base_url=site.address, timeout=60) as client:
        assert send(client, pairs).json() == {}
        partial = store / "evaluations"
        wait_until(lambda: any(path.read_text().count("\n") == 2 for path in partial.glob("*.jsonl")))
        assert "wait until that is done, or cancel it" in send(client, pairs).json()["error"]
        site.process.terminate()
        assert site.process.wait(20) == 0
        assert "Traceback" not in "".join(site.printed) and not list(site.temporary.glob("footnote-*"))
    shutil.rmtree(site.temporary)
    gate.touch()
    with start(script, store) as site, httpx.Client(base_url=site.address, timeout=60) as client:
        assert send(client, pairs).json() == {}
        run = wait_for_run(client, "pairs.jsonl.run.json").json()
    assert [case["question"] for case in run["cases"]] == questions
    assert [path.name for path in partial.glob("*.jsonl")] == []
