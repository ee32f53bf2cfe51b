"""The bundled samples: 40 questions over this repository's own documents, written before the first run."""

from benchmarks.lib.cached_library import open_service
from benchmarks.lib.data import SAMPLES
from benchmarks.lib.progress import evaluated
from benchmarks.lib.summary import Summary, group_of_results, right_if_answered, summary_of_run
from qa.evaluation import Case, load

QUESTIONS = SAMPLES / "questions.jsonl"
FILES = (QUESTIONS, *sorted(path for path in SAMPLES.iterdir() if path != QUESTIONS))
REWORDED = frozenset(f"s{number:02}" for number in range(1, 16))  # written to avoid the words of the answering sentence


def cases() -> list[Case]:
    """The questions as they are committed."""
    return load(QUESTIONS)


def measure() -> Summary:
    """All questions, all answerable ones, and of these the ordinary and the reworded ones."""
    service = open_service(
        "samples", FILES, lambda library, on_progress: library.sync(SAMPLES, on_progress=on_progress)
    )
    run = evaluated("samples", service, cases())
    answerable = [result for result in run.results if result.answerable]
    reworded = [result for result in answerable if result.id in REWORDED]
    return summary_of_run(
        run,
        {
            "all": group_of_results(run.results),
            "answerable": group_of_results(answerable),
            "ordinary": group_of_results([result for result in answerable if result.id not in REWORDED]),
            "in other words": group_of_results(reworded, **{"right if answered": right_if_answered(reworded)}),
        },
    )
