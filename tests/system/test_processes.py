"""Two processes on one store: answers are present ones while another writes, a second writer is told who writes."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.fixtures.paths import ROOT

FILES = 40


def command(*arguments: object, store: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "qa", *map(str, arguments), "--store", str(store)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=120,
    )


@pytest.fixture
def serving(folder: Path, tmp_path: Path) -> Iterator[tuple[Path, subprocess.Popen[str]]]:
    for number in range(FILES):
        facts = "\n\n".join(
            f"Crate {number}-{part} holds {part + 3} coils of rope and stands in bay {number * 7 + part}. " * 6
            for part in range(8)
        )
        (folder / f"{number:02}.md").write_text(
            f"# Crate list {number}\n\nList {number} was checked by hand.\n\n{facts}\n"
        )
    store = tmp_path / "store"
    with subprocess.Popen(
        [sys.executable, "-m", "qa", "serve", str(folder), "--store", str(store), "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    ) as server:
        yield store, server
        server.terminate()
        server.wait(30)


def wait_for(condition: Callable[[], bool], seconds: float = 90) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_ask_while_serve_syncs_and_a_second_writer_is_told_who_holds_the_lock(
    serving: tuple[Path, subprocess.Popen[str]], tmp_path: Path
) -> None:
    store, server = serving
    wait_for((store / "writer.json").exists)
    extra = tmp_path / "extra.txt"
    extra.write_text("The extra list was checked by hand.")
    began = time.monotonic()
    refused = command("add", extra, store=store)
    assert refused.returncode == 3, refused.stdout
    assert f"process {server.pid} (sync of" in refused.stderr and len(refused.stderr.splitlines()) == 1
    assert time.monotonic() - began < 20

    listed = json.loads(command("list", "--json", store=store).stdout)["documents"]
    answer = json.loads(command("ask", "Who checked list 0 by hand?", "--json", store=store).stdout)
    now = json.loads(command("list", "--json", store=store).stdout)["documents"]
    assert {p["document"] for p in answer["passages"]} <= {d["name"] for d in now}
    assert len(listed) <= len(now) <= FILES

    wait_for(lambda: not (store / "writer.json").exists())
    last = json.loads(command("ask", f"How was list {FILES - 1} checked?", "--json", store=store).stdout)
    assert last["passages"][0]["document"] == f"{FILES - 1:02}.md"
    wait_for(lambda: command("add", extra, store=store).returncode == 0)  # the index may still be being built
