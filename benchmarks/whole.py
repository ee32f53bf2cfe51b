"""The whole path over one library of squad2, clapnq and the chunking study, each set a distractor for the others.

Asked with the evidence model and without: what the model is worth to the one who reads the first citation. Of squad2
only the articles are asked that the model was not trained on.
"""

from benchmarks import chunking, clapnq, squad2
from benchmarks.measured import Group, Measured, group, measured
from benchmarks.opened import add, opened
from benchmarks.progress import asked, say
from qa.evaluation import Case, Gold, add_documents
from vectorstore import Library
from vectorstore.ingest.progress import OnProgress
from vectorstore.models.reranker import DEFAULT_RERANKER, NO_RERANKER

FILES = (*squad2.FILES, *clapnq.FILES, *chunking.FILES)
HEADLINE = ("right", "answered", "refused", "recall@5", "first citation", "score")
READERS = {DEFAULT_RERANKER: "with the evidence model", NO_RERANKER: "without it"}


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


def fill(library: Library, on_progress: OnProgress) -> None:
    """Put the documents of all three into a library."""
    add_documents(library, squad2.FILE, "default", on_progress)
    add(library, clapnq.documents(), on_progress)
    library.sync(chunking.CORPORA, on_progress=on_progress)


def measure() -> Measured:
    """Each set's answerable and unanswerable questions, with the model and without."""
    groups: dict[str, Group] = {}
    sets = cases()
    run = None
    for reader, words in READERS.items():
        say(f"whole: {words}")
        service = opened("whole", FILES, fill, reader=reader)
        done = asked("whole", service, [case for some in sets.values() for case in some])
        run = run or done
        for name, some in sets.items():
            ids = {case.id for case in some}
            own = [result for result in done.results if result.id in ids]
            groups[f"{name}: {words}"] = group(own, HEADLINE)
        groups[f"all: {words}"] = group(done.results)
    assert run is not None
    return measured(run, groups)
