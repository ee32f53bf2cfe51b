"""The bundled samples: 40 questions over this repository's own folder, written before the first run."""

from benchmarks.data import ROOT
from benchmarks.measured import Measured, group, measured
from benchmarks.opened import opened
from benchmarks.progress import asked
from qa.evaluation import Case, load

FOLDER = ROOT / "samples"
QUESTIONS = FOLDER / "questions.jsonl"
FILES = (QUESTIONS, *sorted(path for path in FOLDER.iterdir() if path != QUESTIONS))
OTHER_WORDS = frozenset(f"s{number:02}" for number in range(1, 16))  # written to avoid the words of their sentence
HEADLINE = ("right", "answered", "refused", "recall@5", "first citation", "token F1", "right if answered", "score")


def cases() -> list[Case]:
    """The questions as they are committed."""
    return load(QUESTIONS)


def measure() -> Measured:
    """All questions, and apart the answerable ones: ordinary, and those put in other words than their sentence."""
    service = opened("samples", FILES, lambda library, on_progress: library.sync(FOLDER, on_progress=on_progress))
    run = asked("samples", service, cases())
    answerable = [result for result in run.results if result.answerable]
    return measured(
        run,
        {
            "all": group(run.results, HEADLINE),
            "answerable": group(answerable),
            "ordinary": group([result for result in answerable if result.id not in OTHER_WORDS]),
            "in other words": group([result for result in answerable if result.id in OTHER_WORDS]),
        },
    )
