"""What a model is worth on data it was not trained on; every figure beside what the product has without it."""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from training.cases import Case, cases
from training.data import DATA, answer_places, articles, held_out, sentences
from training.evidence import evidence
from training.measures import best_of, figure, mean, separation
from training.ranking import ranking
from training.reads import readings
from vectorstore import Passage, Span
from vectorstore.reader import EvidenceModel


def reading(model: EvidenceModel, every: int) -> None:
    """F1 and EM on held-out paragraphs, and whether an answer is there: traps, paragraphs without their sentence."""
    said: list[tuple[str, float, float]] = []
    scores: dict[str, list[tuple[str, dict[str, float]]]] = {"gold": [], "trap": [], "cut": []}
    chosen = [
        (article["title"], paragraph["context"], question)
        for article in articles(DATA / "squad2/dev-part.json")
        if article["title"] in held_out()
        for paragraph in article["paragraphs"]
        for question in paragraph["qas"]
    ][::every]
    for title, text, question in chosen:
        places = answer_places(text, question["answers"])
        spans = tuple(Span(*place) for place in sentences(text))
        answered = [s for s in spans if any(s.start < end and s.end > start for start, end in places)]
        asked = [_passage(text, title, spans)]
        rest = " ".join(text[s.start : s.end] for s in spans if s not in answered)
        if places and rest:
            asked.append(_passage(rest, title, ()))
        found = model.read(question["question"], asked)
        both = [(title, {"relevance": r.relevance, "span": r.span_score}) for r in found]
        scores["gold" if places else "trap"].append(both[0])
        scores["cut"] += both[1:]
        if places and found[0].span:
            best = text[found[0].span.start : found[0].span.end]
            said.append((title, *best_of(best, [a["text"] for a in question["answers"]])))
    for title in (*held_out(), None):
        some = [row for row in said if title in (None, row[0])]
        line = f"F1 {figure(mean, [r[1] for r in some])} EM {figure(mean, [r[2] for r in some])}"
        for kind in ("trap", "cut"):
            for name in ("relevance", "span"):
                right, wrong = ([s[name] for t, s in scores[k] if title in (None, t)] for k in ("gold", kind))
                line += f" | {kind} {name} {separation(right, wrong)}"
        print(f"reading {title or 'all'}: {line}")


def _passage(text: str, title: str, spans: tuple[Span, ...]) -> Passage:
    return Passage("", "", 0, len(text), text, title.replace("_", " "), "", None, spans)


def speed(model: EvidenceModel, chosen: Sequence[Case]) -> None:
    """Milliseconds for twenty candidates, beside embedding the same texts."""
    from vectorstore import SentenceEmbedder

    embedder, some = SentenceEmbedder(), [c for c in chosen if c.kind == "chunking"][::40]
    texts = [[f"{h.passage.context}\n{h.passage.text}" for h in c.hits[:20]] for c in some]
    embedder.encode(texts[0])
    model.read(some[0].question, [h.passage for h in some[0].hits[:20]])
    for threads in (1, 2):
        torch.set_num_threads(threads)
        times: dict[str, list[float]] = {"read": [], "embed": []}
        for _ in range(3):
            for case, text in zip(some, texts, strict=True):
                began = time.perf_counter()
                model.read(case.question, [h.passage for h in case.hits[:20]])
                times["read"].append(time.perf_counter() - began)
                began = time.perf_counter()
                embedder.encode(text)
                times["embed"].append(time.perf_counter() - began)
        ms = {name: f"median {1000 * np.median(t):.0f}, least {1000 * min(t):.0f} ms" for name, t in times.items()}
        print(f"20 candidates, {threads} threads: {ms}; {20 / np.median(times['read']):.0f} pairs/s")


def main() -> None:
    """Print all figures of a model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("--every", type=int, default=1, help="only each n-th question of squad2")
    parser.add_argument("--kept", type=Path, default=Path("work"))
    parser.add_argument("--parts", default="read rank evidence speed")
    options = parser.parse_args()
    torch.set_num_threads(1)
    model = EvidenceModel(options.model, "")
    if "read" in options.parts.split():
        reading(model, options.every)
    chosen = cases(options.kept / "cases.pkl")
    if options.every > 1:
        squad2 = [c for c in chosen if c.kind == "squad2"][:: options.every]
        chosen = squad2 + [c for c in chosen if c.kind != "squad2"]
    if set(options.parts.split()) & {"rank", "evidence"}:
        reads = readings(model, chosen, options.model / f"readings-{options.every}.pkl")
        if "rank" in options.parts.split():
            ranking(reads)
        if "evidence" in options.parts.split():
            evidence(reads, options.kept)
    if "speed" in options.parts.split():
        speed(model, chosen)


if __name__ == "__main__":
    main()
