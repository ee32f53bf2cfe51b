"""SQuAD 2.0: short answers, and as many questions that look answerable and are not.

Asked are the questions of the four articles that the evidence model was not trained on.

All articles are documents of one library, as the product's own import makes them; the product finds the paragraph,
while the published systems are given it. An unanswerable question was written on a paragraph that leaves it open.
"""

from benchmarks.lib.cached_library import open_service
from benchmarks.lib.data import DATA
from benchmarks.lib.progress import evaluated
from benchmarks.lib.roc import roc_area
from benchmarks.lib.summary import Summary, confidence, group_of_results, summary_of_run
from qa.evaluation import Case, add_documents, load
from vectorstore import Library
from vectorstore.ingest.progress import OnProgress
from vectorstore.models.evidence.model import EvidenceModel
from vectorstore.models.reranker import DEFAULT_RERANKER

FILE = DATA / "squad2" / "dev-part.json"
FILES = (FILE,)
HELD_OUT = ("Computational_complexity_theory", "European_Union_law", "Harvard_University", "Islamism")
"""The articles that the evidence model was never trained on; training/data/reading_sets.py leaves them out."""


def cases(held_out: bool = True) -> list[Case]:
    """The held-out questions, or the others; the evidence is the first annotator's answer, where it stands."""
    return [case for case in load(FILE) if (str(case.cluster).removesuffix(".txt") in HELD_OUT) == held_out]


def measure(reranker: str | EvidenceModel = DEFAULT_RERANKER, held_out: bool = True) -> Summary:
    """All questions, and separately those with and without an answer."""
    service = open_service("squad2", FILES, _fill, reranker=reranker)
    run = evaluated("squad2", service, cases(held_out))
    area = roc_area(
        [confidence(result) for result in run.results],
        [result.answerable for result in run.results],
        [result.cluster for result in run.results],
    )
    return summary_of_run(
        run,
        {
            "all": group_of_results(run.results, AUC=area),
            "answerable": group_of_results([result for result in run.results if result.answerable]),
            "unanswerable": group_of_results([result for result in run.results if not result.answerable]),
        },
    )


def _fill(library: Library, on_progress: OnProgress) -> None:
    add_documents(library, FILE, "default", on_progress)
