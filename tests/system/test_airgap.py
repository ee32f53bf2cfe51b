"""With no network at all: sync, ask, evaluate and serve, in a network namespace where only loopback is up."""

import json
import sys
from pathlib import Path

import pytest

from tests.fixtures.processes import environment, finished, python

# Loopback comes down in a new namespace; without it not even one's own page can be asked for.
CLOSED = ["unshare", "-rn", "sh", "-c", 'ip link set lo up 2>/dev/null || python3 -c "$UP"; exec "$0" "$@"']
# The same by ioctl, where the `ip` command is not installed.
UP = (
    "import fcntl, socket, struct; s = socket.socket();"
    " fcntl.ioctl(s, 0x8914, struct.pack('16sh', b'lo', 0x1 | 0x40) + bytes(22))"
)
SERVE = """
import sys
import httpx
from tests.fixtures.processes import serving
with serving(sys.executable, "-m", "qa", "serve", "papers", "--port", 0) as server:
    print(httpx.get(server.address, timeout=60).status_code)
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
    connect = "import socket; socket.create_connection(('192.0.2.1', 80), 2)"
    try:
        probe = finished(*CLOSED, sys.executable, "-c", connect, env=environment(UP=UP))
    except FileNotFoundError:
        pytest.skip("no unshare on this system")
    if "Operation not permitted" in probe.stderr:
        pytest.skip("user namespaces are not allowed here")
    assert "Network is unreachable" in probe.stderr, "the namespace is not closed"
    return CLOSED


def without_hub(**more: object) -> dict[str, str]:
    """The environment without the model hub's settings, which may close the network by themselves."""
    return {name: value for name, value in environment(**more).items() if not name.startswith("HF_")}


def test_sync_ask_evaluate_and_serve_need_no_network(closed: list[str], tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "gate.md").write_text("# Gates\n\nThe sluice gate opens at 4 bar.\n")
    env = without_hub(UP=UP, FOOTNOTE_STORE="store", HOME=tmp_path)

    def run(*command: str) -> str:
        done = finished(*closed, sys.executable, *command, cwd=tmp_path, env=env)
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
    assert python(ASKS_NOBODY, cwd=tmp_path, env=without_hub()).strip() == "[]"
