"""The server: a free port, the page on it, the background jobs, and a clean end."""

import errno
import signal
import socket
import threading
from contextlib import suppress
from pathlib import Path

import uvicorn

from qa.errors import AnswerError
from qa.jobs.evaluation import EvaluationJob
from qa.jobs.ingest import IngestJob
from qa.service import Service
from qa.settings import Settings
from qa.web.application import application

PORTS_TRIED = 100
SECONDS_TO_FINISH = 2  # for answers, and then for each job, when the server shuts down
# Importing torch blocks the interpreter for seconds, so the jobs wait until the first page is open, or for this long.
SECONDS_FOR_FIRST_PAGE = 3.0


class CannotServe(AnswerError):
    """The page cannot be served at the address that was asked for."""


def run(settings: Settings, folder: Path | None = None) -> bool:
    """Serve until interrupted; whether the background jobs have ended as well."""
    service = Service.open(settings)
    service.library.collections()  # a store that cannot be used is reported now, not in the page
    ingest, evaluation = IngestJob(service, folder), EvaluationJob(service)
    with listening(settings.host, settings.port) as listener:
        config = uvicorn.Config(
            application(service, ingest, evaluation),
            log_level="warning",
            server_header=False,
            ws="none",
            timeout_graceful_shutdown=SECONDS_TO_FINISH,
        )
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, signal.default_int_handler)  # SIGTERM ends the server as Ctrl-C does
        ingest.start(delay=SECONDS_FOR_FIRST_PAGE)
        print(f"Footnote is at {address(listener)} (Ctrl-C ends it)", flush=True)
        with suppress(KeyboardInterrupt):  # uvicorn raises the signal again after its shutdown
            uvicorn.Server(config).run(sockets=[listener])
        evaluation.stop()
        ingest.stop()
        ended = [job.wait(SECONDS_TO_FINISH) for job in (evaluation, ingest)]
        return all(ended)


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens on the port, or on the next free one."""
    for candidate in range(port, min(port + PORTS_TRIED, 2**16)):
        listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, candidate))
            listener.listen()  # at once, or two that start together could bind the same port
        except OSError as error:
            listener.close()
            if error.errno != errno.EADDRINUSE:
                raise CannotServe(f"{host}:{candidate} cannot be served on: {error.strerror}; try another") from error
        else:
            return listener
    raise CannotServe(f"no port from {port} on is free: name another")


def address(listener: socket.socket) -> str:
    """The address of the page, for a browser on this machine."""
    host, port = listener.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}"
