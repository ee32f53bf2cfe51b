"""squad2, clapnq and the chunking study in one library, each set a distractor for the others.

Asked with the evidence model and without it: what the model is worth for the first citation. Of squad2 only the
articles are asked that the model was not trained on.
"""

from benchmarks.lib.cached_library import add, open_service
from benchmarks.lib.progress import evaluated, say
from benchmarks.lib.summary import Group, Summary, group_of_results, summary_of_run
from benchmarks.suites import chunking, clapnq, squad2
from qa.evaluation import Case, Gold, add_documents
from vectorstore import Library
from vectorstore.ingest.progress import OnProgress
from vectorstore.models.reranker import DEFAULT_RERANKER, NO_RERANKER

FILES = (*squad2.FILES, *clapnq.FILES, *chunking.FILES)
RERANKERS = {DEFAULT_RERANKER: "with the evidence model", NO_RERANKER: "without it"}


def cases() -> dict[str, list[Case]]:
    """The questions of each set."""
    excerpts = [
        Case(
            id=f"chunking {question.id}",
            question=question.text,
            evidence=tuple(Gold(document=name, start=span.start, end=span.end) for name, span in question.excerpts),
            answerable=True,
            cluster=f"chunking {question.id}",
        )
        for question in chunking.questions()
    ]
    return {"squad2": squad2.cases(), "clapnq": clapnq.cases(), "chunking": excerpts}


def measure() -> Summary:
    """Each set's questions, and all of them, with the model and without it; times are those with the model."""
    groups: dict[str, Group] = {}
    sets = cases()
    runs = []
    for reranker, words in RERANKERS.items():
        say(f"combined: {words}")
        service = open_service("combined", FILES, _fill, reranker=reranker)
        runs.append(evaluated("combined", service, [case for some in sets.values() for case in some]))
        for name, some in sets.items():
            ids = {case.id for case in some}
            groups[f"{name}: {words}"] = group_of_results([o for o in runs[-1].results if o.id in ids])
        groups[f"all: {words}"] = group_of_results(runs[-1].results)
    return summary_of_run(runs[0], groups)


def _fill(library: Library, on_progress: OnProgress) -> None:
    """Adds the documents of all three sets."""
    add_documents(library, squad2.FILE, "default", on_progress)
    add(library, clapnq.documents(), on_progress)
    library.sync(chunking.CORPORA, on_progress=on_progress)
