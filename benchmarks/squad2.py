"""SQuAD 2.0: short answers, and as many questions that look answerable and are not.

Asked are the questions of the four articles that the evidence model was not trained on.

All articles are documents of one library, as the product's own import makes them; the paragraph is found by us, where
the published systems are given it. An unanswerable question was written on a paragraph that leaves it open.
"""

from benchmarks.data import DATA
from benchmarks.evidence_rows import HELD_OUT
from benchmarks.measured import Measured, group, measured, score
from benchmarks.opened import opened
from benchmarks.progress import asked
from benchmarks.separation import auc
from qa.evaluation import Case, add_documents, load
from vectorstore import Library
from vectorstore.ingest.progress import OnProgress
from vectorstore.models.evidence.model import EvidenceModel
from vectorstore.models.reranker import DEFAULT_RERANKER

FILE = DATA / "squad2" / "dev-part.json"
FILES = (FILE,)
HEADLINE = ("right", "answered", "refused", "exact match", "token F1", "recall@5", "first citation", "score")


def cases(held_out: bool = True) -> list[Case]:
    """The held-out questions, or the others; the evidence is the first annotator's answer, where it stands."""
    return [case for case in load(FILE) if (str(case.cluster).removesuffix(".txt") in HELD_OUT) == held_out]


def measure(reader: str | EvidenceModel = DEFAULT_RERANKER, held_out: bool = True) -> Measured:
    """All questions, and apart those with and without an answer."""
    service = opened("squad2", FILES, _fill, reader=reader)
    run = asked("squad2", service, cases(held_out))
    every = group(run.results, HEADLINE)
    separation = auc(
        [score(result) for result in run.results],
        [result.answerable for result in run.results],
        [result.cluster for result in run.results],
    )
    return measured(
        run,
        {
            "all": every.model_copy(update={"figures": {**every.figures, "AUC": separation}}),
            "answerable": group([result for result in run.results if result.answerable]),
            "unanswerable": group([result for result in run.results if not result.answerable]),
        },
    )


def _fill(library: Library, on_progress: OnProgress) -> None:
    add_documents(library, FILE, "default", on_progress)
