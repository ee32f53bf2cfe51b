"""How long an evaluation takes beside the searches in it, and whether interrupting it changes its results.

The questions are about new Wikipedia articles, over a library of at least 10,000 passages: these articles, then
reviews, web passages and posts from the other sets.

Run: python -m benchmarks.studies.evaluation_speed [--cases 1000]. Figures: benchmarks/results/evaluation_speed.json
"""

import argparse
from collections.abc import Iterator
from itertools import chain, islice

from benchmarks.lib import provenance, results
from benchmarks.lib.cached_library import add, open_service
from benchmarks.lib.data import DATA, check_or_exit
from benchmarks.lib.progress import reporter, say
from benchmarks.lib.stopwatch import cost, measured, milliseconds
from benchmarks.suites import clapnq, mtrag, squad2
from qa import Service
from qa.evaluation import Case, Run, case_results, documents, evaluate, load
from vectorstore import Library, SentenceEmbedder
from vectorstore.ingest.progress import OnProgress

QUESTIONS = DATA / "squadshifts" / "new_wiki_v1.0.json"
OTHERS = (DATA / "squadshifts" / "amazon_reviews_v1.0.json", DATA / "squadshifts" / "reddit_v1.0.json")
FILES = (QUESTIONS, *OTHERS, *mtrag.FILES, *clapnq.FILES, squad2.FILE)
PASSAGES = 10_000
INTERRUPTED_AT = 0.4  # of the cases
WARM_UP = 5  # questions


def texts() -> Iterator[tuple[str, str]]:
    """The documents in the order in which they are added."""
    wiki, reviews, posts = map(documents, (QUESTIONS, *OTHERS))
    return chain(wiki, reviews, mtrag.documents(), clapnq.documents(), posts, documents(squad2.FILE))


def fill(library: Library, on_progress: OnProgress) -> None:
    """Adds documents, some at a time, until there are enough passages."""
    left = texts()
    while (held := passages(library)) < PASSAGES and (some := list(islice(left, 40))):
        say(f"evaluation speed: {held:,} of {PASSAGES:,} passages")
        add(library, some, lambda *_: None)


def passages(library: Library) -> int:
    """The number of passages of a library."""
    return sum(document.passages for document in library.documents())


def cases(number: int) -> list[Case]:
    """That many questions, evenly spread over the articles."""
    every = load(QUESTIONS)
    return [every[index * len(every) // number] for index in range(number)]


def without_times(run: Run) -> list[str]:
    """Each outcome as JSON, without its times."""
    return [outcome.model_dump_json(exclude={"seconds": True, "answer": {"seconds"}}) for outcome in run.results]


def interrupted(service: Service, some: list[Case]) -> Run:
    """A run that is left after some of its cases and then resumed."""
    first = case_results(service, some, fresh=True)
    for _ in islice(first, int(len(some) * INTERRUPTED_AT)):
        pass
    first.close()
    return evaluate(service, some, reporter("evaluation speed: interrupted and resumed"))


def answer_seconds(run: Run) -> list[float]:
    """The seconds that the product itself took for each answer."""
    spent = [outcome.answer.seconds for outcome in run.results if outcome.answer]
    return [seconds.search + seconds.read + seconds.write for seconds in spent]


def main() -> None:
    """Prints the figures and writes them."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--cases", type=int, default=1000)
    number = parser.parse_args().cases
    check_or_exit(FILES)
    some = cases(number)
    service = open_service("evaluation_speed", FILES, fill, SentenceEmbedder())
    for case in some[:WARM_UP]:
        service.ask(case.question)
    searches = cost(lambda: [service.library.search(case.question, 5) for case in some])
    evaluation, run = measured(lambda: evaluate(service, some, reporter("evaluation speed: in one go"), fresh=True))
    load = provenance.load()
    again = without_times(interrupted(service, some))
    spent = answer_seconds(run)
    result = {
        "cases": len(some),
        "passages": passages(service.library),
        "evaluation, seconds": round(evaluation.clock, 1),
        "evaluation, seconds of one core": round(evaluation.own, 1),
        "searches, seconds": round(searches.clock, 1),
        "searches, seconds of one core": round(searches.own, 1),
        "ratio": round(evaluation.own / searches.own, 1),
        "answering within the evaluation, seconds": round(sum(spent), 1),
        "warm answer, median ms": milliseconds(spent, 50),
        "warm answer, 90th percentile ms": milliseconds(spent, 90),
        "cases that differ": sum(a != b for a, b in zip(without_times(run), again, strict=True)),
        "load": load,
        **provenance.machine(),
    }
    results.publish("evaluation_speed", result)


if __name__ == "__main__":
    main()
