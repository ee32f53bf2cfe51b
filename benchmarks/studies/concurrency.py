"""How long questions take when 1, 4 and 16 of them are asked at once, and during an ingest, in two checkouts.

Each checkout is measured in processes of its own, by turns, beside a product of matrices as the reference.
The child of a checkout runs `measure` with the packages of that checkout, so `measure` imports nothing of benchmarks.
Run: python -m benchmarks.studies.concurrency BEFORE [AFTER], where each is a checkout, alone or as CHECKOUT=PYTHON.
Figures: benchmarks/results/concurrency.json
"""

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier, Event, Lock, Thread
from typing import Any

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("FOOTNOTE_DATA") or ROOT.parent / "shared" / "data") / "squadshifts"
ROUNDS = 2
ARTICLES = 20  # some 800 passages
EMBEDDED = 600  # passages whose embedding is timed
TOGETHER = 256  # texts that an ingest embeds in one call
ASKED = {1: 16, 4: 24, 16: 48}  # questions by how many are asked at once
DURING_INGEST = 16

Times = dict[str, list[float]]


def paragraphs(name: str) -> list[list[str]]:
    """The paragraphs of each article of a set."""
    articles = json.loads((DATA / name).read_text(encoding="utf-8"))["data"]
    return [[paragraph["context"] for paragraph in article["paragraphs"]] for article in articles]


def questions() -> list[str]:
    """Questions on the articles, evenly spread."""
    articles = json.loads((DATA / "new_wiki_v1.0.json").read_text(encoding="utf-8"))["data"]
    every = [p["qas"][0]["question"] for article in articles[:ARTICLES] for p in article["paragraphs"] if p["qas"]]
    return every[:: len(every) // max(ASKED.values())]


def measure(store: Path) -> Times:
    """Seconds of everything that is measured, in this process; the library is built where there is none."""
    from qa import Service, Settings
    from vectorstore import SentenceEmbedder

    is_new = not store.exists()
    service = Service.open(Settings(_env_file=None, store=store))
    wiki = paragraphs("new_wiki_v1.0.json")[:ARTICLES]
    if is_new:
        with written(wiki, "article") as paths:
            service.library.add(paths)
    service.warm()
    embedder = SentenceEmbedder()
    embedder.encode(["warm"])
    asked = questions()
    times: Times = {"reference": [product() for _ in range(5)]}
    for number, count in ASKED.items():
        chosen = (asked * count)[:count]
        times[f"embedding of a question, {number} at once"] = at_once(
            number, lambda q: embedder.encode([q]), chosen * 2
        )
        times[f"search, {number} at once"] = at_once(number, lambda q: service.library.search(q, 5), chosen)
        times[f"answer, {number} at once"] = at_once(number, service.ask, chosen)
    with ingest(lambda path: service.library.add([path], collection="ingest"), store):
        times["answer during an ingest"] = at_once(1, service.ask, asked[:DURING_INGEST])
    texts = [text for article in wiki for text in article][:EMBEDDED]
    began = time.perf_counter()
    for first in range(0, len(texts), TOGETHER):
        embedder.encode(texts[first : first + TOGETHER])
    times[f"embedding of {EMBEDDED} passages"] = [time.perf_counter() - began]
    times["reference"] += [product() for _ in range(5)]
    return times


def product() -> float:
    """Seconds of a fixed product of matrices."""
    import numpy as np

    matrix = np.random.default_rng(0).random((1000, 1000), dtype=np.float32)
    began = time.perf_counter()
    for _ in range(10):
        matrix @ matrix
    return time.perf_counter() - began


def at_once(number: int, ask: Callable[[str], object], asked: Sequence[str]) -> list[float]:
    """Seconds of each question, when so many threads ask one after the other."""
    left, lock, start = list(asked), Lock(), Barrier(number)
    seconds: list[float] = []

    def client() -> None:
        start.wait()
        while True:
            with lock:
                if not left:
                    return
                question = left.pop()
            began = time.perf_counter()
            ask(question)
            seconds.append(time.perf_counter() - began)

    threads = [Thread(target=client) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seconds


@contextmanager
def ingest(add: Callable[[Path], object], store: Path) -> Iterator[None]:
    """Large documents, new in each run, are added one after the other while the block runs."""
    reviews = [text for article in paragraphs("amazon_reviews_v1.0.json") for text in article]
    ended, begun = Event(), Event()
    run = f"{store.name}-{time.time_ns()}"

    def work() -> None:
        turn = 0
        while not ended.is_set():
            with written([[run, *reviews[(turn * 400) % len(reviews) :][:400]]], f"{run}-{turn}") as (path,):
                add(path)
            turn += 1
            begun.set()

    thread = Thread(target=work)
    thread.start()
    begun.wait()
    yield
    ended.set()
    thread.join()


@contextmanager
def written(articles: Sequence[Sequence[str]], name: str) -> Iterator[list[Path]]:
    """A file for each article."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{name}-{number}.txt" for number in range(len(articles))]
        for path, article in zip(paths, articles, strict=True):
            path.write_text("\n\n".join(article), encoding="utf-8")
        yield paths


def summary(times: Times) -> dict[str, dict[str, float]]:
    """The median and the 95th percentile of each kind, in milliseconds."""
    return {
        name: {
            "p50": round(1000 * statistics.median(seconds), 1),
            "p95": round(1000 * sorted(seconds)[-(-95 * len(seconds) // 100) - 1], 1),
        }
        for name, seconds in times.items()
    }


def ratios(before: Times, after: Times) -> dict[str, dict[str, float]]:
    """How much longer everything takes after than before, the references being equal."""
    old, new = summary(before), summary(after)
    machine = new["reference"]["p50"] / old["reference"]["p50"]
    return {name: {p: round(new[name][p] / old[name][p] / machine, 2) for p in ("p50", "p95")} for name in old}


def measured(checkout: str, store: Path) -> Times:
    """The same in a process of a checkout."""
    root, _, python = checkout.partition("=")
    environment = {**os.environ, "PYTHONPATH": root, "FOOTNOTE_DATA": str(DATA.parent)}
    command = [python or sys.executable, __file__, "--measure", str(store)]
    done = subprocess.run(command, cwd=root, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    times: Times = json.loads(done.stdout.splitlines()[-1])
    return times


def commit(checkout: str) -> str:
    """The commit of a checkout."""
    command = ["git", "-C", checkout.partition("=")[0], "rev-parse", "--short", "HEAD"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def main(before: str, after: str = str(ROOT)) -> None:
    """Print the figures and keep them in benchmarks/results."""
    from benchmarks.lib.results import publish

    rounds: dict[str, list[Times]] = {before: [], after: []}
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(ROUNDS):
            for number, checkout in enumerate(rounds):
                rounds[checkout].append(measured(checkout, Path(folder) / str(number)))
                print(f"round {turn + 1} of {ROUNDS}: {checkout}", file=sys.stderr)
    pooled = [{name: [s for times in rounds[c] for s in times[name]] for name in rounds[c][0]} for c in rounds]
    result: dict[str, Any] = {
        "unit": "milliseconds",
        "ratio": "after by before, divided by the same of the reference",
        "reference": "10 products of matrices of 1,000 by 1,000 in float32",
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        "commits": {"before": commit(before), "after": commit(after)},
        "before": summary(pooled[0]),
        "after": summary(pooled[1]),
        "ratios": ratios(*pooled),
        "ratios of each round": [ratios(*pair) for pair in zip(*rounds.values(), strict=True)],
    }
    publish("concurrency", result)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(measure(Path(sys.argv[2]))))
    else:
        main(*sys.argv[1:3])
