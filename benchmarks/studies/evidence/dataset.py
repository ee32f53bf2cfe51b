"""Questions with the sentences that the product finds for them, and the features of each sentence.

One library holds squad2's articles and clapnq's passages, distractors for one another. Asked are the questions of the
articles that the evidence model was not trained on, and all of clapnq's. Each answerable question is asked once more
without its document, and without squad2's other held-out articles: kind `gone`.
"""

import pickle
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.lib.cached_library import CACHE, code, digest
from benchmarks.lib.data import squad_articles
from benchmarks.lib.progress import say
from benchmarks.suites import clapnq, squad2
from benchmarks.suites.squad2 import HELD_OUT
from qa.answering.eligibility.candidates import candidates
from qa.answering.evidence import ScoredSentence, matched, sentences
from qa.answering.retrieve import PASSAGES
from vectorstore import Library, Span
from vectorstore.models.reranker import DEFAULT_RERANKER

ANSWERABLE, GONE, TRAP = "answerable", "gone", "trap"


@dataclass(frozen=True, slots=True)
class Question:
    """A question, its document, and the spans of the document that answer it, if any."""

    text: str
    set: str
    document: str
    gold: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A question with every sentence of the passages found for it, and whether each sentence answers."""

    question: Question
    kind: str
    sentences: tuple[ScoredSentence, ...]
    gold: tuple[bool, ...]


def squad2_questions(folder: Path) -> Iterator[Question]:
    """The questions of the held-out articles; all articles are written to the folder."""
    for article in squad_articles(squad2.FILE):
        name, text = f"squad_{article['title']}.md", f"# {article['title'].replace('_', ' ')}\n\n"
        for paragraph in article["paragraphs"]:
            begin = len(text)
            text += paragraph["context"] + "\n\n"
            for asked in paragraph["qas"] if article["title"] in HELD_OUT else ():
                starts = [(begin + a["answer_start"], len(a["text"])) for a in asked["answers"]]
                gold = tuple(Span(start, start + length) for start, length in starts)
                yield Question(asked["question"], "squad2", name, gold)
        (folder / name).write_text(text, encoding="utf-8", newline="")


def clapnq_questions(folder: Path) -> Iterator[Question]:
    """All questions of clapnq, each with a document of its own; those without an answer have no gold."""
    for item in clapnq.items():
        text, name = clapnq.text(item), f"clapnq_{item['id']}.md"
        (folder / name).write_text(text, encoding="utf-8", newline="")
        selected = [s for output in item["output"] for s in output.get("selected_sentences") or []]
        places = [(text.find(s.strip()), len(s.strip())) for s in selected]
        gold = tuple(Span(start, start + length) for start, length in places if start >= 0)
        yield Question(item["input"], "clapnq", name, gold)


def rows(reranker: str = DEFAULT_RERANKER) -> list[Row]:
    """The rows of every question, cached for the same reranker and the same code."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "documents"
        folder.mkdir()
        questions = [*squad2_questions(folder), *clapnq_questions(folder)]
        library = Library.open(Path(name) / "store", reranker=reranker)
        identity = library.models.reranker_id.replace("/", "_")
        cached = CACHE / f"evidence-{identity}-{digest(*code('qa/answering'), *code('vectorstore'))}.pkl"
        if cached.exists():
            known: list[Row] = pickle.loads(cached.read_bytes())
            return known
        library.sync(folder)
        found: list[Row] = []
        for number, question in enumerate(questions):
            if number % 100 == 0:
                say(f"evidence: {number} of {len(questions)} questions")
            found += _rows(question, library)
    cached.parent.mkdir(exist_ok=True)
    cached.write_bytes(pickle.dumps(found))
    return found


def _rows(question: Question, library: Library) -> Iterator[Row]:
    rarity = library.rarity(question.text)
    for kind in (ANSWERABLE, GONE) if question.gold else (TRAP,):
        documents = [name for name in _names(library) if _stays(name, question)] if kind == GONE else None
        hits = library.search(question.text, PASSAGES, documents=documents)
        scored = matched(question.text, sentences(candidates(hits), rarity), library)
        yield Row(question, kind, tuple(scored), tuple(_is_gold(question, sentence) for sentence in scored))


@cache
def _names(library: Library) -> tuple[str, ...]:
    return tuple(document.name for document in library.documents())


def _stays(name: str, question: Question) -> bool:
    """Whether a document stays in the library when what the question is about is taken out."""
    if question.set == "squad2":
        return name.removeprefix("squad_").removesuffix(".md") not in HELD_OUT
    return name != question.document


def _is_gold(question: Question, sentence: ScoredSentence) -> bool:
    candidate = sentence.candidate
    return candidate.hit.source == question.document and any(candidate.span.overlap(gold) for gold in question.gold)
