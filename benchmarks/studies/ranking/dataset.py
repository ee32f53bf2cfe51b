"""Questions with the candidates that the product finds for them, and whether each candidate holds the answer.

Reworded, why and yes-or-no questions are those of `written`, part train, over the library of all its paragraphs, and
so are its ordinary questions, most of which the evidence model was trained on. Ordinary questions that it never saw
are squad2's of the articles held out, and clapnq's, over one library of both and of some articles of covidqa, whose
questions stand for long scientific texts. The part dev is only looked at.
"""

import json
import random
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from benchmarks.lib import internals
from benchmarks.lib.cached_library import CACHE, add, code, digest, open_service
from benchmarks.lib.data import DATA, squad_articles
from benchmarks.lib.progress import say
from benchmarks.studies.evidence.dataset import clapnq_questions, squad2_questions
from benchmarks.suites import clapnq, squad2
from benchmarks.suites.written import cases as written
from benchmarks.suites.written.paragraphs import paragraphs
from vectorstore import Library, Span

WEIGHTS = {
    "reworded train": 1.0,
    "explain train": 0.5,
    "yes_no train": 0.5,
    "ordinary train": 0.3,
    "ordinary squad2": 1.0,
    "ordinary clapnq": 1.0,
    "ordinary covidqa": 1.0,
}
"""How much a question of each group counts in the fit."""
COVID = DATA / "covidqa" / "200423_covidQA.json"
ARTICLES = 10  # of covidqa
SAMPLE = 150  # questions of a group, at most
ROWS = CACHE / f"ranking-{digest(*code('vectorstore'))}.jsonl"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, its group, and where its answer stands."""

    group: str
    text: str
    document: str
    gold: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A question with its candidates, each as gold or not and its evidence; what was not read has no relevance."""

    group: str
    question: str
    gold: list[bool]
    cosine: list[float]
    coverage: list[float]
    bm25: list[float]
    relevance: list[float | None]
    span: list[float | None]
    bm25_first: bool
    """Whether the first passage by BM25 alone is gold."""


def rows(seconds: float) -> tuple[list[Row], bool]:
    """The rows known so far, after so many seconds of collecting more; and whether they are all."""
    known = [Row(**json.loads(line)) for line in ROWS.open(encoding="utf-8")] if ROWS.exists() else []
    done = {(row.group, row.question) for row in known}
    began = time.monotonic()
    missing = [asked for asked in _every() if (asked.group, asked.text) not in done]
    ROWS.parent.mkdir(exist_ok=True)
    with ROWS.open("a", encoding="utf-8") as file:
        for number, asked in enumerate(missing):
            if time.monotonic() - began > seconds:
                say(f"ranking: {len(missing) - number} questions are left; run this again")
                return known, False
            known.append(_row(asked))
            print(json.dumps(asdict(known[-1])), file=file, flush=True)
    return known, True


def _row(asked: Asked) -> Row:
    library = _written() if asked.group.split()[-1] in written.PARTS else _unseen()
    hits = library.search(asked.text, None)
    places = internals.places(library, list(internals.bm25(library, asked.text, 1)))
    return Row(
        asked.group,
        asked.text,
        [_is_gold(asked, hit.source, Span(hit.passage.start, hit.passage.end)) for hit in hits],
        [hit.cosine for hit in hits],
        [hit.coverage for hit in hits],
        [hit.bm25 for hit in hits],
        [hit.reranked.relevance if hit.reranked else None for hit in hits],
        [hit.reranked.span_score if hit.reranked else None for hit in hits],
        any(_is_gold(asked, *place) for place in places),
    )


def _is_gold(asked: Asked, document: str, span: Span) -> bool:
    return document == asked.document and any(span.overlap(gold) for gold in asked.gold)


def _every() -> list[Asked]:
    """Every question that is asked, in a fixed random order, so that some are already a sample of all."""
    by_group: dict[str, list[Asked]] = {}
    for asked in (*_of_written("train"), *_of_written("dev"), *_of_unseen()):
        by_group.setdefault(asked.group, []).append(asked)
    drawn = random.Random(0)
    chosen = [asked for some in by_group.values() for asked in drawn.sample(some, min(SAMPLE, len(some)))]
    drawn.shuffle(chosen)
    return chosen


def _of_written(part: str) -> Iterator[Asked]:
    texts = {paragraph.name: paragraph.text for paragraph in paragraphs().values()}
    for case in written.cases(part):
        if case.kind in ("ordinary", "reworded", "explain", "yes_no"):
            document = case.evidence[0].document
            spans = [_span(texts[document], gold.start, gold.end, gold.quote) for gold in case.evidence]
            yield Asked(f"{case.kind} {part}", case.question, document, tuple(spans))


def _span(text: str, start: int | None, end: int | None, quote: str | None) -> Span:
    if start is not None and end is not None:
        return Span(start, end)
    begin = text.index(quote or "")
    return Span(begin, begin + len(quote or ""))


def _of_unseen() -> Iterator[Asked]:
    folder = CACHE / "ranking-documents"
    folder.mkdir(parents=True, exist_ok=True)
    for question in (*squad2_questions(folder), *clapnq_questions(folder)):
        if question.gold:
            yield Asked(f"ordinary {question.set}", question.text, question.document, question.gold)
    for number, article in enumerate(squad_articles(COVID)[:ARTICLES]):
        (paragraph,), name = article["paragraphs"], f"covid_{number}.txt"
        (folder / name).write_text(paragraph["context"], encoding="utf-8", newline="")
        for asked in paragraph["qas"]:
            answers = [(one["answer_start"], len(one["text"])) for one in asked["answers"]]
            gold = tuple(Span(start, start + length) for start, length in answers)
            yield Asked("ordinary covidqa", asked["question"], name, gold)


@cache
def _written() -> Library:
    documents = [(one.name, one.text) for one in paragraphs().values()]
    return open_service("written", written.FILES, lambda library, told: add(library, documents, told)).library


@cache
def _unseen() -> Library:
    files: tuple[Path, ...] = (squad2.FILE, *clapnq.FILES, COVID)
    folder = CACHE / "ranking-documents"
    return open_service("ranking", files, lambda library, told: library.sync(folder, on_progress=told)).library
