"""From process start to the first page, in turn with a Gradio hello world; then how long a warm answer takes.

Run: python -m benchmarks.studies.startup_time. Figures: benchmarks/results/startup_time.json
"""

import re
import statistics
import sys
import tempfile
import time
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.lib import results
from benchmarks.lib.data import SAMPLES
from benchmarks.lib.processes import started
from benchmarks.lib.stopwatch import cost, milliseconds
from qa import Service, Settings
from qa.evaluation import load

ROUNDS = 5
WARM_UP = 5  # questions
PORT = 7900
HELLO_WORLD = """
import gradio as gr
with gr.Blocks(analytics_enabled=False) as page:
    gr.Markdown("Hello")
page.launch()
"""


def first_page(command: Sequence[str], environment: Mapping[str, str] | None = None) -> float:
    """Seconds from the start of a process to its answer to the first request for its page."""
    began = time.perf_counter()
    always = {"GRADIO_ANALYTICS_ENABLED": "False", "PYTHONUNBUFFERED": "1"}
    with started(command, {**always, **(environment or {})}) as process:
        assert process.stdout
        address = next(m.group() for line in process.stdout if (m := re.search(r"http://127\.0\.0\.1:\d+", line)))
        while True:
            try:
                urllib.request.urlopen(address, timeout=60).read()
                return time.perf_counter() - began
            except OSError:
                time.sleep(0.005)


def main() -> None:
    """Prints the figures and writes them."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        service = Service.open(Settings(store=store))
        service.library.sync(SAMPLES)

        def ours() -> float:
            environment = {"FOOTNOTE_STORE": str(store), "FOOTNOTE_PORT": str(PORT)}
            return first_page([sys.executable, "app.py", "samples"], environment)

        def hello() -> float:
            return first_page([sys.executable, "-c", HELLO_WORLD])

        hello(), ours()  # warm the disk's cache
        pairs = [(ours(), hello()) for _ in range(ROUNDS)]
        questions = [case.question for case in load(SAMPLES / "questions.jsonl")]
        service.warm()
        for question in questions[:WARM_UP]:
            service.ask(question)
        seconds = [cost(lambda question=question: service.ask(question)).clock for question in questions]
    result = {
        "first page, seconds": [round(a, 2) for a, _ in pairs],
        "hello world, seconds": [round(b, 2) for _, b in pairs],
        "median difference, seconds": round(statistics.median(a - b for a, b in pairs), 2),
        "median ratio": round(statistics.median(a / b for a, b in pairs), 2),
        "warm answer, median ms": milliseconds(seconds, 50),
        "warm answer, 90th percentile ms": milliseconds(seconds, 90),
        "warm answer, slowest ms": round(1000 * max(seconds)),
    }
    results.publish("startup_time", result)


if __name__ == "__main__":
    main()
