"""From process start to the first page, in turn with a Gradio hello world; then how long a warm answer takes.

Run: python -m benchmarks.startup
"""

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from qa import Service, Settings
from qa.evaluation import load

ROOT = Path(__file__).parents[1]
RUNS = 5
HELLO = """
import gradio as gr
with gr.Blocks(analytics_enabled=False) as page:
    gr.Markdown("Hello")
page.launch()
"""


def first_page(command: list[str]) -> float:
    """Seconds from the start of a process to its answer to the first request for its page."""
    began = time.perf_counter()
    environment = os.environ | {"GRADIO_ANALYTICS_ENABLED": "False", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment) as process:
        try:
            assert process.stdout
            address = next(m.group() for line in process.stdout if (m := re.search(r"http://127\.0\.0\.1:\d+", line)))
            while True:
                try:
                    urllib.request.urlopen(address, timeout=60).read()
                    return time.perf_counter() - began
                except OSError:
                    time.sleep(0.005)
        finally:
            process.terminate()
            process.wait(30)


def main() -> None:
    """Print the figures and keep them in benchmarks/results."""
    with tempfile.TemporaryDirectory() as folder:
        store = str(Path(folder) / "store")
        service = Service.open(Settings(store=Path(store)))
        service.library.sync(ROOT / "samples")
        ours = [sys.executable, "app.py", "samples"]
        os.environ["FOOTNOTE_STORE"] = store
        os.environ["FOOTNOTE_PORT"] = "7900"
        first_page([sys.executable, "-c", HELLO])
        first_page(ours)
        pairs = [(first_page(ours), first_page([sys.executable, "-c", HELLO])) for _ in range(RUNS)]
        questions = [case.question for case in load(ROOT / "samples/questions.jsonl")]
        service.warm()
        for question in questions[:5]:
            service.ask(question)
        seconds = []
        for question in questions:
            began = time.perf_counter()
            service.ask(question)
            seconds.append(time.perf_counter() - began)
    result = {
        "first page, seconds": [round(a, 2) for a, _ in pairs],
        "hello world, seconds": [round(b, 2) for _, b in pairs],
        "median difference, seconds": round(statistics.median(a - b for a, b in pairs), 2),
        "median ratio": round(statistics.median(a / b for a, b in pairs), 2),
        "warm answer, median ms": round(1000 * statistics.median(seconds)),
        "warm answer, 90th percentile ms": round(1000 * statistics.quantiles(seconds, n=10)[-1]),
        "warm answer, slowest ms": round(1000 * max(seconds)),
    }
    print(json.dumps(result, indent=1))
    (ROOT / "benchmarks/results/startup.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
