"""Written questions of the part that may be tuned on, and how sure the shipped weights are that each is answered."""

import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import zip_longest

from benchmarks.lib.cached_library import CACHE, add, code, digest, open_service
from benchmarks.lib.progress import say
from benchmarks.suites.written import cases as written
from benchmarks.suites.written.paragraphs import paragraphs
from qa.answering.calibration import SHIPPED, all_shipped
from qa.answering.evidence import select_by
from qa.answering.retrieve import PASSAGES
from qa.answering.verdict import MOST_PLACES
from qa.evaluation import Case
from qa.evaluation.cases.located_evidence import CollectionReader, LocatedEvidence
from vectorstore import Library
from vectorstore.models.reranker import DEFAULT_RERANKER, NO_RERANKER
from vectorstore.search.hybrid import RERANKED

ORDINARY, REWORDED, TRAP, GONE = "ordinary", "reworded", "trap", "gone"
ANSWERABLE = (ORDINARY, REWORDED)
ROWS = CACHE / f"verdicts-{digest(SHIPPED, *code('qa/answering'), *code('vectorstore'))}.jsonl"


@dataclass(frozen=True, slots=True)
class Asked:
    """A case as one kind of question."""

    kind: str
    case: Case

    @property
    def id(self) -> str:
        """Its name among the rows."""
        return f"{self.kind}: {self.case.id}"


@dataclass(frozen=True, slots=True)
class Row:
    """A question as it was read with one reranker."""

    id: str
    reranker: str
    kind: str
    cluster: str
    logit: float | None
    """That the documents answer, by the shipped weights; None where no sentence may be quoted."""
    shows_evidence: bool
    """Whether one of the places that an uncertain answer would show holds the answer."""


def rows(sample: int, seconds: float) -> list[Row]:
    """Rows of a sample of each kind: those that the same code knew before, and what can be added in so many seconds."""
    lines = ROWS.read_text(encoding="utf-8").splitlines() if ROWS.exists() else []
    known = {line[0]["id"]: [Row(**fields) for fields in line] for line in map(json.loads, lines)}
    chosen = list(_sampled(sample))
    missing = [one for one in chosen if one.id not in known]
    if missing and seconds:
        library = open_service("written", written.FILES, lambda library, told: add(library, _documents(), told)).library
        documents, began = CollectionReader(library, "default"), time.monotonic()
        ROWS.parent.mkdir(exist_ok=True)
        with ROWS.open("a", encoding="utf-8") as file:
            for one in missing:
                if time.monotonic() - began > seconds:
                    break
                known[one.id] = list(_read(one, documents, library))
                print(json.dumps([asdict(row) for row in known[one.id]]), file=file, flush=True)
    say(f"verdicts: {sum(one.id in known for one in chosen)} of {len(chosen)} questions are known")
    return [row for one in chosen for row in known.get(one.id, ())]


def _sampled(sample: int) -> Iterator[Asked]:
    """A sample of each kind, in turn; of the answerable questions as many once more as gone."""
    asked = [Asked(case.kind, case) for case in written.cases("train") if case.kind in (*ANSWERABLE, TRAP)]
    asked += [Asked(GONE, one.case) for one in asked if one.kind in ANSWERABLE]
    kinds = [[one for one in asked if one.kind == kind] for kind in (*ANSWERABLE, TRAP, GONE)]
    for kind in kinds:
        random.Random(0).shuffle(kind)
    for turn in zip_longest(*(kind[:sample] for kind in kinds)):
        yield from filter(None, turn)


def _documents() -> Iterator[tuple[str, str]]:
    yield from ((one.name, one.text) for one in paragraphs().values())


def _read(one: Asked, documents: CollectionReader, library: Library) -> Iterator[Row]:
    """With each reranker: without one the order is search's, whose score every hit keeps."""
    case, remaining = one.case, None
    if one.kind == GONE:
        remaining = [paragraph.name for paragraph in paragraphs().values() if paragraph.key != case.cluster]
    golds = tuple(documents.locate(gold) for gold in case.evidence) if one.kind in ANSWERABLE else ()
    read = library.search(case.question, RERANKED, documents=remaining)
    unread = [replace(hit, reranked=None) for hit in sorted(read, key=lambda hit: -hit.fused)]
    for reranker, hits in ((DEFAULT_RERANKER, read), (NO_RERANKER, unread)):
        selection = select_by(all_shipped()[reranker], library, case.question, hits[:PASSAGES], remaining)
        shows = any(
            _holds(golds, piece.hit.source, piece.start, piece.end) for piece in selection.evidence[:MOST_PLACES]
        )
        logit = selection.logit if selection.evidence else None
        yield Row(one.id, reranker, one.kind, str(case.cluster), logit, shows)


def _holds(golds: Sequence[LocatedEvidence], document: str, start: int, end: int) -> bool:
    return any(piece.overlaps(document, start, end) for piece in golds)
