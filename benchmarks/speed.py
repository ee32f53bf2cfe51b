"""How long an evaluation takes beside the searches in it, and whether breaking it off changes what it finds.

1,000 questions on new Wikipedia articles, over a library of at least 10,000 passages: these articles, then reviews,
web passages and posts from the other sets. Run: python -m benchmarks.speed [--cases 1000]
"""

import argparse
import json
import statistics
import time
from collections.abc import Iterator
from itertools import chain, islice

from benchmarks import clapnq, mtrag, provenance, squad2
from benchmarks.data import DATA, MissingData, check
from benchmarks.opened import add, opened
from benchmarks.progress import say, to_do
from benchmarks.results import FOLDER
from qa import Service
from qa.evaluation import Case, Run, case_results, documents, evaluate, load
from vectorstore import Library, SentenceEmbedder
from vectorstore.ingest.progress import OnProgress

ASKED = DATA / "squadshifts" / "new_wiki_v1.0.json"
OTHERS = (DATA / "squadshifts" / "amazon_reviews_v1.0.json", DATA / "squadshifts" / "reddit_v1.0.json")
FILES = (ASKED, *OTHERS, *mtrag.FILES, *clapnq.FILES, squad2.FILE)
PASSAGES = 10_000
BROKEN_OFF_AT = 0.4  # of the cases


def texts() -> Iterator[tuple[str, str]]:
    """The documents in the order in which they are added, as many as are needed."""
    wiki, reviews, posts = map(documents, (ASKED, *OTHERS))
    return chain(wiki, reviews, mtrag.documents(), clapnq.documents(), posts, documents(squad2.FILE))


def fill(library: Library, on_progress: OnProgress) -> None:
    """Add documents, some at a time, until there are passages enough."""
    left = texts()
    while (held := passages(library)) < PASSAGES and (some := list(islice(left, 40))):
        say(f"speed: {held:,} of {PASSAGES:,} passages")
        add(library, some, lambda *_: None)


def passages(library: Library) -> int:
    """How many passages a library holds."""
    return sum(document.passages for document in library.documents())


def cases(number: int) -> list[Case]:
    """So many questions, evenly spread over the articles."""
    every = load(ASKED)
    return [every[index * len(every) // number] for index in range(number)]


def timeless(run: Run) -> list[str]:
    """Each result as JSON, without its times."""
    return [result.model_dump_json(exclude={"seconds": True, "answer": {"seconds"}}) for result in run.results]


def broken_off(service: Service, asked: list[Case]) -> Run:
    """A run that is left after some of its cases and then taken up again."""
    stopped = case_results(service, asked, fresh=True)
    for _ in islice(stopped, int(len(asked) * BROKEN_OFF_AT)):
        pass
    stopped.close()
    return evaluate(service, asked, to_do("speed: broken off and resumed"))


def main() -> None:
    """Print the figures and keep them in benchmarks/results."""
    parser = argparse.ArgumentParser(description="How long an evaluation takes beside the searches in it.")
    parser.add_argument("--cases", type=int, default=1000)
    asked = cases_or_exit(parser.parse_args().cases)
    service = opened("speed", FILES, fill, SentenceEmbedder())
    for case in asked[:5]:
        service.ask(case.question)
    with Timed() as searches:
        for case in asked:
            service.library.search(case.question, 5)
    with Timed() as evaluation:
        run = evaluate(service, asked, to_do("speed: in one go"), fresh=True)
    load = provenance.load()
    again = timeless(broken_off(service, asked))
    spent = [1000 * seconds for seconds in answered(run)]
    result = {
        "cases": len(asked),
        "passages": passages(service.library),
        "evaluation, seconds": round(evaluation.wall, 1),
        "evaluation, seconds of one core": round(evaluation.processor, 1),
        "searches, seconds": round(searches.wall, 1),
        "searches, seconds of one core": round(searches.processor, 1),
        "ratio": round(evaluation.processor / searches.processor, 1),
        "answering within the evaluation, seconds": round(sum(spent) / 1000, 1),
        "warm answer, median ms": round(statistics.median(spent)),
        "warm answer, 90th percentile ms": round(statistics.quantiles(spent, n=10)[-1]),
        "cases that differ": sum(a != b for a, b in zip(timeless(run), again, strict=True)),
        "load": load,
        **provenance.machine(),
    }
    text = json.dumps(result, indent=1) + "\n"
    print(text, end="")
    (FOLDER / "speed.json").write_text(text, encoding="utf-8")


class Timed:
    """How long a block takes, by the clock and by what the processor spends on it alone."""

    def __enter__(self) -> "Timed":
        self._began = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.wall = time.perf_counter() - self._began[0]
        self.processor = time.process_time() - self._began[1]


def answered(run: Run) -> list[float]:
    """The seconds that the product itself took for each answer."""
    spent = [result.answer.seconds for result in run.results if result.answer]
    return [seconds.search + seconds.read + seconds.write for seconds in spent]


def cases_or_exit(number: int) -> list[Case]:
    """The cases, or one line that says what is missing."""
    try:
        check(FILES)
    except MissingData as error:
        raise SystemExit(str(error)) from error
    return cases(number)


if __name__ == "__main__":
    main()
