"""Questions with the sentences that are weighed for them, as the product finds, reads and measures them.

One library holds squad2's articles and clapnq's passages, distractors for one another. Asked are the questions of the
articles that the evidence model was not trained on, and all of clapnq's. Each answerable question is asked once more
of the rest, as if its document, and any of squad2's held-out articles, were not in the library: `gone`.
"""

import json
import pickle
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.data import DATA, ROOT
from benchmarks.opened import CACHE, code, digest
from benchmarks.progress import say
from qa.answering.chain import PASSAGES
from qa.answering.evidence import Measured, matched, sentences
from vectorstore import Library, Span
from vectorstore.models.reranker import DEFAULT_RERANKER

HELD_OUT = ("Computational_complexity_theory", "European_Union_law", "Harvard_University", "Islamism")
"""The articles of squad2 that the evidence model never saw: training/data.py leaves them out."""
ANSWERABLE, GONE, TRAP = "answerable", "gone", "trap"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, its document, and the characters of it that answer, if any."""

    text: str
    set: str
    document: str
    gold: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A question with every sentence of the passages read for it, and which of these answer."""

    asked: Asked
    kind: str
    measured: tuple[Measured, ...]
    gold: tuple[bool, ...]


def squad2(folder: Path) -> Iterator[Asked]:
    """The questions of the held-out articles; all articles are written into the folder."""
    for article in json.loads((DATA / "squad2/dev-part.json").read_text(encoding="utf-8"))["data"]:
        name, text = f"squad_{article['title']}.md", f"# {article['title'].replace('_', ' ')}\n\n"
        for paragraph in article["paragraphs"]:
            begin = len(text)
            text += paragraph["context"] + "\n\n"
            for question in paragraph["qas"] if article["title"] in HELD_OUT else ():
                starts = [(begin + a["answer_start"], len(a["text"])) for a in question["answers"]]
                gold = tuple(Span(start, start + length) for start, length in starts)
                yield Asked(question["question"], "squad2", name, gold)
        (folder / name).write_text(text, encoding="utf-8", newline="")


def clapnq(folder: Path) -> Iterator[Asked]:
    """All questions of clapnq; those without an answer have no gold."""
    for kind in ("answerable", "unanswerable"):
        for line in (DATA / f"clapnq/clapnq_dev_{kind}.jsonl").read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            passage = item["passages"][0]
            text, name = f"# {passage['title']}\n\n{passage['text']}", f"clapnq_{item['id']}.md"
            (folder / name).write_text(text, encoding="utf-8", newline="")
            chosen = [s for output in item["output"] for s in output.get("selected_sentences") or []]
            places = [(text.find(s.strip()), len(s.strip())) for s in chosen]
            gold = tuple(Span(start, start + length) for start, length in places if start >= 0)
            yield Asked(item["input"], "clapnq", name, gold)


def rows(reader: str = DEFAULT_RERANKER) -> list[Row]:
    """Every question measured, kept beside the other caches for the same reader and the same code."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "documents"
        folder.mkdir()
        asked = [*squad2(folder), *clapnq(folder)]
        library = Library.open(Path(name) / "store", reader=reader)
        by = library.reranker.identity.replace("/", "_") if library.reranker else reader
        kept = CACHE / f"evidence-{by}-{digest(ROOT / 'qa/evidence.py', *code('vectorstore'))}.pkl"
        if kept.exists():
            found: list[Row] = pickle.loads(kept.read_bytes())
            return found
        library.sync(folder)
        found = []
        for number, question in enumerate(asked):
            if number % 100 == 0:
                say(f"evidence: {number} of {len(asked)} questions")
            found += _rows(question, library)
    kept.parent.mkdir(exist_ok=True)
    kept.write_bytes(pickle.dumps(found))
    return found


def _rows(asked: Asked, library: Library) -> Iterator[Row]:
    rarity = library.rarity(asked.text)
    for kind in (ANSWERABLE, GONE) if asked.gold else (TRAP,):
        documents = [name for name in _names(library) if _stays(name, asked)] if kind == GONE else None
        hits = library.search(asked.text, PASSAGES, documents=documents)
        measured = matched(asked.text, sentences(hits, rarity), library.embedder)
        yield Row(asked, kind, tuple(measured), tuple(_is_gold(asked, m) for m in measured))


@cache
def _names(library: Library) -> tuple[str, ...]:
    return tuple(document.name for document in library.documents())


def _stays(name: str, asked: Asked) -> bool:
    """Whether a document is in a library without what the question is about."""
    if asked.set == "squad2":
        return name.removeprefix("squad_").removesuffix(".md") not in HELD_OUT
    return name != asked.document


def _is_gold(asked: Asked, measured: Measured) -> bool:
    return measured.hit.source == asked.document and any(measured.span.overlap(gold) for gold in asked.gold)
