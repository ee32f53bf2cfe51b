"""The reading sets that the model is trained on, and the articles that are held out."""

import random
from collections.abc import Callable, Collection, Iterable

from benchmarks.lib.data import DATA, json_lines, squad_articles
from training.data.formats import covid, natural_questions, squad_format
from training.data.reading_set import ReadingSet

SQUAD2 = DATA / "squad2/dev-part.json"
HELD_OUT = ("held-out squad2", "held-out squad2, other fold")
HELD_OUT_SEED = 7
NAMES = ("wiki", "reddit", "amazon", "policyqa", "nq", "covidqa", "squad2")
COLLECTIONS = {"squadshifts": ("wiki", "reddit", "amazon")}  # sets that are left out by one name


def folds() -> tuple[list[str], list[str]]:
    """The four squad2 articles that the shipped model is never trained on, and the other four."""
    titles = sorted(article["title"] for article in squad_articles(SQUAD2))
    out = sorted(random.Random(HELD_OUT_SEED).sample(titles, 4))
    return out, [title for title in titles if title not in out]


def members(names: Iterable[str]) -> frozenset[str]:
    """The sets that some names stand for."""
    return frozenset(member for name in names for member in COLLECTIONS.get(name, (name,)))


def load(without: Collection[str] = (), fold: int = 0) -> list[ReadingSet]:
    """The training sets except some: without the held-out squad2 articles, and without clapnq's questions and passages.

    `fold` is the half of squad2's articles that is held out; the shipped model was trained without the first.
    """
    if not DATA.is_dir():
        raise SystemExit(f"{DATA}: no such folder; set FOOTNOTE_DATA to the folder of the reading sets")
    out = folds()[fold]
    skip = {title.replace("_", " ") for title in out}
    for kind in ("answerable", "unanswerable"):
        for row in json_lines(DATA / f"clapnq/clapnq_dev_{kind}.jsonl"):
            skip |= {row["input"], row["passages"][0]["title"]}
    shifts = DATA / "squadshifts"
    sets: dict[str, Callable[[], ReadingSet]] = {
        "wiki": lambda: squad_format("wiki", [shifts / "new_wiki_v1.0.json"], True, out),
        "reddit": lambda: squad_format("reddit", [shifts / "reddit_v1.0.json"], False),
        "amazon": lambda: squad_format("amazon", [shifts / "amazon_reviews_v1.0.json"], False),
        "policyqa": lambda: squad_format("policyqa", [DATA / "policyqa/dev.json", DATA / "policyqa/test.json"], True),
        "nq": lambda: natural_questions(DATA / "nq_open_oracle/nq-open-oracle.jsonl.gz", skip),
        "covidqa": lambda: covid(DATA / "covidqa/200423_covidQA.json"),
        "squad2": lambda: squad_format("squad2", [SQUAD2], True, out),
    }
    return [sets[name]() for name in NAMES if name not in without]


def held_out(fold: int = 0) -> ReadingSet:
    """The squad2 articles of a fold, for measuring a model that was trained without them."""
    return squad_format(HELD_OUT[fold], [SQUAD2], True, folds()[1 - fold])
