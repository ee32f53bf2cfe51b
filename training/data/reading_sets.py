"""RerankResult sets: paragraphs, and questions with the characters that answer them."""

import gzip
import json
import os
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sentencex

DATA = Path(os.environ.get("FOOTNOTE_DATA", Path(__file__).parents[2] / "shared" / "data"))
HELD = ("held-out squad2", "held-out squad2, other fold")
HELD_OUT_SEED = 7
STRETCH = 700  # characters of a stretch of a long article
NAMES = ("wiki", "reddit", "amazon", "policyqa", "nq", "covidqa", "squad2")
TOGETHER = {"squadshifts": ("wiki", "reddit", "amazon")}  # sets that are left out by one name

Place = tuple[int, int]


@dataclass(slots=True)
class Paragraph:
    """A paragraph of a data set, cut into sentences."""

    text: str
    title: str
    document: int
    sentences: list[Place]


@dataclass(frozen=True, slots=True)
class Question:
    """A question about a paragraph; no answers where it has none, `near` is what looks like one."""

    text: str
    paragraph: int
    answers: tuple[Place, ...]
    near: Place | None = None


@dataclass(slots=True)
class ReadingSet:
    """One data set; the paragraphs of a document stand in a row, in order."""

    name: str
    paragraphs: list[Paragraph] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def add(self, text: str, title: str, document: int) -> int:
        """The number of a new paragraph."""
        self.paragraphs.append(Paragraph(text, title, document, sentences(text)))
        return len(self.paragraphs) - 1


def sentences(text: str) -> list[Place]:
    """Where the sentences stand, without the white space around them."""
    found = []
    for piece in sentencex.get_sentence_boundaries("en", text):
        raw = text[piece["start_index"] : piece["end_index"]]
        start = piece["start_index"] + len(raw) - len(raw.lstrip())
        if raw.strip():
            found.append((start, start + len(raw.strip())))
    return found


def articles(path: Path) -> list[dict[str, Any]]:
    """The articles of a file in SQuAD's format."""
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["data"]
    return found


def folds() -> tuple[list[str], list[str]]:
    """The four squad2 articles that the shipped model is never trained on, and the other four."""
    titles = sorted(article["title"] for article in articles(DATA / "squad2/dev-part.json"))
    out = sorted(random.Random(HELD_OUT_SEED).sample(titles, 4))
    return out, [title for title in titles if title not in out]


def answer_places(text: str, answers: Iterable[Mapping[str, Any]]) -> tuple[Place, ...]:
    """The reference answers, most frequent first and then shortest; offsets that are off are put right or dropped."""
    found: Counter[Place] = Counter()
    for answer in answers:
        wanted = answer["text"].strip()
        start = answer["answer_start"] + len(answer["text"]) - len(answer["text"].lstrip())
        if wanted and text[start : start + len(wanted)] != wanted:
            start = text.find(wanted) if text.count(wanted) == 1 else -1
        if wanted and start >= 0:
            found[start, start + len(wanted)] += 1
    return tuple(sorted(found, key=lambda place: (-found[place], place[1] - place[0], place)))


def squad_like(name: str, paths: Iterable[Path], one_document: bool, skip: Iterable[str] = ()) -> ReadingSet:
    """Files in SQuAD's format, without the articles in `skip`; titles are kept where an article is a document."""
    found, without = ReadingSet(name), set(skip)
    document = 0
    for article in (article for path in paths for article in articles(path)):
        title = article.get("title", "")
        if title in without:
            continue
        document += 1
        for part in article["paragraphs"]:
            document += not one_document
            number = found.add(part["context"], title.replace("_", " ") if one_document else "", document)
            for asked in part["qas"]:
                places = answer_places(part["context"], asked["answers"])
                if places:
                    found.questions.append(Question(asked["question"], number, places))
                elif asked.get("is_impossible"):
                    near = answer_places(part["context"], asked.get("plausible_answers", ()))
                    found.questions.append(Question(asked["question"], number, (), near[0] if near else None))
    return found


def natural_questions(path: Path, skip: set[str]) -> ReadingSet:
    """NQ-open with its gold passages, without the articles and questions in `skip`."""
    found = ReadingSet("nq")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for document, line in enumerate(file):
            row = json.loads(line)
            title, text = row["ctxs"][0]["title"], row["ctxs"][0]["text"]
            if title in skip or row["question"] in skip:
                continue
            answers = tuple(
                match.span() for answer in row["answers"] for match in re.finditer(re.escape(answer), text, re.I)
            )
            if answers:
                found.questions.append(Question(row["question"], found.add(text, title, document), answers))
    return found


def covid(path: Path) -> ReadingSet:
    """COVID-QA: whole articles, cut into stretches of a few sentences."""
    whole, found = squad_like("covidqa", [path], True), ReadingSet("covidqa")
    places: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for number, article in enumerate(whole.paragraphs):
        start = None
        for i, (begin, end) in enumerate(article.sentences):
            start = begin if start is None else start
            if end - start > STRETCH or i == len(article.sentences) - 1:
                places[number].append((start, end, found.add(article.text[start:end], "", number)))
                start = None
    for asked in whole.questions:
        for start, end, place in places[asked.paragraph]:
            inside = tuple((a - start, b - start) for a, b in asked.answers if start <= a and b <= end)
            if inside:
                found.questions.append(Question(asked.text, place, inside))
                break
    return found


def members(names: Iterable[str]) -> frozenset[str]:
    """The sets that names stand for."""
    return frozenset(member for name in names for member in TOGETHER.get(name, (name,)))


def load(without: Collection[str] = (), fold: int = 0) -> list[ReadingSet]:
    """All that may be trained on but for some sets: no held-out squad2 article, nothing that clapnq asks or quotes.

    `fold` says which half of squad2's articles is held out; the shipped model goes without the first.
    """
    if not DATA.is_dir():
        raise SystemExit(f"{DATA}: no such folder; set FOOTNOTE_DATA to the folder of the reading sets")
    out = folds()[fold]
    skip = {title.replace("_", " ") for title in out}
    for kind in ("answerable", "unanswerable"):
        for line in (DATA / f"clapnq/clapnq_dev_{kind}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            skip |= {row["input"], row["passages"][0]["title"]}
    shifts = DATA / "squadshifts"
    sets: dict[str, Callable[[], ReadingSet]] = {
        "wiki": lambda: squad_like("wiki", [shifts / "new_wiki_v1.0.json"], True, out),
        "reddit": lambda: squad_like("reddit", [shifts / "reddit_v1.0.json"], False),
        "amazon": lambda: squad_like("amazon", [shifts / "amazon_reviews_v1.0.json"], False),
        "policyqa": lambda: squad_like("policyqa", [DATA / "policyqa/dev.json", DATA / "policyqa/test.json"], True),
        "nq": lambda: natural_questions(DATA / "nq_open_oracle/nq-open-oracle.jsonl.gz", skip),
        "covidqa": lambda: covid(DATA / "covidqa/200423_covidQA.json"),
        "squad2": lambda: squad_like("squad2", [DATA / "squad2/dev-part.json"], True, out),
    }
    return [sets[name]() for name in NAMES if name not in without]


def held(fold: int = 0) -> ReadingSet:
    """The squad2 articles of a fold, which what is trained on the other may be measured on."""
    return squad_like(HELD[fold], [DATA / "squad2/dev-part.json"], True, folds()[1 - fold])
