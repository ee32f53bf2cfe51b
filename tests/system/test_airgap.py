"""With no network at all: sync, ask, evaluate and serve, in a network namespace where only loopback is up."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fixtures.paths import ROOT

# Loopback comes down in a new namespace; without it not even one's own page can be asked for.
CLOSED = ["unshare", "-rn", "sh", "-c", 'ip link set lo up 2>/dev/null || python3 -c "$UP"; exec "$0" "$@"']
# The same by ioctl, where the `ip` command is not installed.
UP = (
    "import fcntl, socket, struct; s = socket.socket();"
    " fcntl.ioctl(s, 0x8914, struct.pack('16sh', b'lo', 0x1 | 0x40) + bytes(22))"
)
SERVE = """
import http.client, re, subprocess, sys, time
command = [sys.executable, "-m", "qa", "serve", "papers", "--port", "0"]
page = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
try:
    address = next(found for line in page.stdout if (found := re.search(r"http://127.0.0.1:(\\d+)", line)))
    connection = http.client.HTTPConnection("127.0.0.1", int(address.group(1)), timeout=60)
    connection.request("GET", "/")
    print(connection.getresponse().status)
finally:
    page.terminate()
    page.wait(20)
"""

ASKS_NOBODY = """
import sys
asked = []
sys.addaudithook(lambda event, details: event in ("socket.connect", "socket.getaddrinfo") and asked.append(details))
from qa import Service, Settings
Service.open(Settings(_env_file=None, store="store")).warm()
print(asked)
"""


@pytest.fixture(scope="module")
def closed() -> list[str]:
    try:
        probe = subprocess.run(
            [*CLOSED, sys.executable, "-c", "import socket; socket.create_connection(('192.0.2.1', 80), 2)"],
            capture_output=True,
            text=True,
            env=os.environ | {"UP": UP},
        )
    except FileNotFoundError:
        pytest.skip("no unshare on this system")
    if "Operation not permitted" in probe.stderr:
        pytest.skip("user namespaces are not allowed here")
    assert "Network is unreachable" in probe.stderr, "the namespace is not closed"
    return CLOSED


def test_sync_ask_evaluate_and_serve_need_no_network(closed: list[str], tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "gate.md").write_text("# Gates\n\nThe sluice gate opens at 4 bar.\n")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("FOOTNOTE_", "HF_"))}
    environment |= {"UP": UP, "PYTHONPATH": str(ROOT), "FOOTNOTE_STORE": "store", "HOME": str(tmp_path)}

    def run(*command: str) -> str:
        done = subprocess.run(
            [*closed, sys.executable, *command],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=200,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    assert json.loads(run("-m", "qa", "sync", "papers", "--json"))["files"][0]["status"] == "added"
    answer = json.loads(run("-m", "qa", "ask", "At what pressure does the sluice gate open?", "--json"))
    assert answer["citations"][0]["quote"] == "The sluice gate opens at 4 bar."
    (tmp_path / "asked.txt").write_text("At what pressure does the sluice gate open?\n")
    assert "right" in run("-m", "qa", "evaluate", "asked.txt", "--report", "report.html")
    assert "sluice gate" in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert run("-c", SERVE).strip() == "200"


def test_with_a_network_the_models_ask_nobody_either(tmp_path: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("FOOTNOTE_", "HF_"))}
    done = subprocess.run(
        [sys.executable, "-c", ASKS_NOBODY],
        cwd=tmp_path,
        env=environment | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert done.stdout.strip() == "[]", done.stderr[-2000:]
