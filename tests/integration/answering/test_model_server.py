"""A language model behind a real HTTP server that speaks OpenAI's protocol, reached through LangChain."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from qa import Service, Settings
from qa.errors import ModelFailed
from qa.evaluation import Case, evaluate, judge, table
from qa.service import chat_model
from vectorstore import Library

CABLE = "How long is the cable from Turbine 3 to the shore?"


class Server(ThreadingHTTPServer):
    """Streams one text, piece by piece, or breaks off in the middle."""

    pieces: tuple[str, ...] = ()
    breaks = False
    usage: dict[str, int] | None = None
    seen: list[dict[str, object]] = []  # noqa: RUF012  one server a test


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.server.seen.append(
            {"path": self.path, "key": self.headers["Authorization"], **json.loads(self.rfile.read(length))}
        )
        if self.server.breaks:
            self.send_error(500, "the model is out of order")
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for piece in (*self.server.pieces, None):
            delta = {"content": piece} if piece is not None else {}
            chunk = {
                "id": "1",
                "object": "chat.completion.chunk",
                "model": "local",
                "choices": [{"index": 0, "delta": delta, "finish_reason": None if piece is not None else "stop"}],
            }
            self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
        if self.server.usage:
            last = {"id": "1", "object": "chat.completion.chunk", "model": "local", "choices": []}
            last["usage"] = self.server.usage
            self.wfile.write(f"data: {json.dumps(last)}\n\n".encode())
        self.wfile.write(b"data: [DONE]\n\n")

    def log_message(self, *args: object) -> None:
        """Nothing is logged."""


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server(("127.0.0.1", 0), Handler)
    server.seen = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def open_service(samples: Library, server: Server) -> Service:
    address = f"http://127.0.0.1:{server.server_port}/v1"
    return Service(Settings(model="openai:local", base_url=address, api_key="secret-key"), samples)


def test_an_answer_streams_from_the_server_with_its_citations(samples: Library, server: Server) -> None:
    server.pieces = ("The cable ", "is 1,875 m long [", "1]. It is blue [12].")
    grown = list(open_service(samples, server).stream(CABLE))
    texts = [answer.text for answer in grown]
    assert "The cable is 1,875 m long" in texts and "The cable" in texts
    assert grown[-1].text == "The cable is 1,875 m long [1]. It is blue."
    assert grown[-1].citations[0].quote in samples.text(grown[-1].citations[0].document)
    (request,) = server.seen
    assert request["path"] == "/v1/chat/completions" and request["key"] == "Bearer secret-key"


def test_a_server_that_fails_is_one_line_without_the_key(samples: Library, server: Server) -> None:
    server.breaks = True
    with pytest.raises(ModelFailed, match="openai:local") as error:
        open_service(samples, server).ask(CABLE)
    assert "secret-key" not in str(error.value)


def test_an_evaluation_counts_tokens_and_a_judge_is_asked_behind_the_same_address(
    samples: Library, server: Server
) -> None:
    service = open_service(samples, server)
    server.pieces = ("The cable is 1,875 m long [1].",)
    server.usage = {"prompt_tokens": 300, "completion_tokens": 12, "total_tokens": 312}
    case = Case(id="cable", question=CABLE, answers=("1,875 m",))
    run = evaluate(service, [case], fresh=True)
    (outcome,) = run.outcomes
    assert outcome.right and (outcome.usage.read, outcome.usage.written) == (300, 12)
    assert "tokens: 300 read, 12 written" in table(run)

    server.pieces = ("RIGHT",)
    assert judge(run, chat_model(service.settings), "openai:local").outcomes[0].verdict is True
    assert "1,875 m" in str(server.seen[-1]["messages"])
    server.breaks = True
    (failed,) = judge(run, chat_model(service.settings), "openai:local").errors.values()
    assert "did not answer" in failed and "secret-key" not in failed
    (broken,) = evaluate(service, [case], fresh=True).outcomes
    assert broken.lost == "failed" and broken.values["right"] == 0.0 and "openai:local" in (broken.error or "")
