"""Which sentence answers, and whether any does: the model, the present code, and both, weights from the other fold."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from training.measures import Numbers, figure, mean, separation
from training.reads import Read
from training.sentences import COVERAGE, FUSED, LOW_OVERLAP, MATCH, RELEVANCE, SENTENCE, Sentences, present, tables

MIXES = {
    "present code (fitted on these questions, too)": (),
    "sentence score alone": (SENTENCE,),
    "model: relevance, sentence score": (RELEVANCE, SENTENCE),
    "model and search": (RELEVANCE, SENTENCE, FUSED),
    "model, search, match, coverage": (RELEVANCE, SENTENCE, FUSED, MATCH, COVERAGE),
}


def _fold(all_of: Sequence[Sentences]) -> list[int]:
    """Two folds by document, never by question."""
    documents = sorted({s.read.case.document for s in all_of})
    return [documents.index(s.read.case.document) % 2 for s in all_of]


def _weights(some: Sequence[Sentences], columns: tuple[int, ...]) -> NDArray[np.float64]:
    """Conditional logit: what tells the sentence that answers from the others of its question."""
    rows, labels = [], []
    for one in some:
        if one.gold.any() and not one.gold.all():
            table = one.table[:, columns].clip(min=-20)
            for other in table[~one.gold]:
                rows += [table[one.gold].mean(0) - other, other - table[one.gold].mean(0)]
                labels += [1, 0]
    model = LogisticRegression(C=10, fit_intercept=False, max_iter=10_000).fit(np.array(rows), labels)
    return np.asarray(model.coef_[0])


def evidence(reads: Sequence[Read], kept: Path) -> None:
    """Print both tables, weights fitted on the other fold."""
    every = tables([r for r in reads if r.case.kind != "chunking"], kept)
    fold = _fold(every)
    answered = [(s, f) for s, f in zip(every, fold, strict=True) if s.kind.endswith("answerable")]
    ranks: dict[str, dict[int, NDArray[np.float64]]] = {}
    for name, columns in MIXES.items():
        weights = [_weights([s for s, f in answered if f != part], columns) for part in (0, 1)] if columns else []
        if weights:
            print(f"picking weights, {name}: {weights[0].round(2)} {weights[1].round(2)}")
        ranks[name] = {
            id(s): s.table[:, columns].clip(min=-20) @ weights[f] if columns else present(s.table)[0]
            for s, f in zip(every, fold, strict=True)
        }
    chosen: dict[str, Callable[[Sentences], bool]] = {
        "squad2": lambda s: s.read.case.kind == "squad2",
        "clapnq": lambda s: s.read.case.kind == "clapnq",
        "low overlap": lambda s: bool(s.gold.any()) and s.overlap < LOW_OVERLAP,
        "all": lambda s: True,
    }
    for group, keep in chosen.items():
        some = [s for s, _ in answered if keep(s)]
        print(f"picking {group}: gold among the sentences {np.mean([s.gold.any() for s in some]):.3f}")
        for name in MIXES:
            hit = [float(s.gold[ranks[name][id(s)].argmax()]) for s in some]
            print(f"   {name:46} {figure(mean, hit, by=[s.read.case.document for s in some])}")
    _refusal(every, fold, ranks["model, search, match, coverage"])


def _refusal(every: Sequence[Sentences], fold: Sequence[int], rank: dict[int, NDArray[np.float64]]) -> None:
    rows = []
    for s in every:
        relevance, best = np.sort(s.table[:, RELEVANCE]), s.table[int(rank[id(s)].argmax())]
        rows.append(
            [
                s.table[:, RELEVANCE].max(),
                s.table[:, SENTENCE].max(),
                best[RELEVANCE],
                best[SENTENCE].clip(-20),
                relevance[-min(len(relevance), 12)],
                present(s.table)[1],
                best[MATCH],
                best[COVERAGE],
            ]
        )
    table, labels = np.array(rows), np.array([s.kind.endswith("answerable") for s in every])
    scores: dict[str, Numbers] = {
        "present": table[:, 5],
        "greatest relevance": table[:, 0],
        "greatest span": table[:, 1],
    }
    for name, columns in {"model": [0, 1, 2, 3, 4], "model and present": list(range(8))}.items():
        scores[name] = np.zeros(len(every))
        for part in (0, 1):
            here = np.array(fold) == part
            centre, spread = table[~here][:, columns].mean(0), table[~here][:, columns].std(0)
            model = LogisticRegression(C=1, max_iter=10_000, class_weight="balanced")
            model.fit((table[~here][:, columns] - centre) / spread, labels[~here])
            scores[name][here] = model.decision_function((table[here][:, columns] - centre) / spread)
    for name, values in scores.items():
        of = {k: [v for v, s in zip(values, every, strict=True) if s.kind == k] for k in {s.kind for s in every}}
        both = of["squad2 answerable"] + of["clapnq answerable"]
        gone = of["squad2 gone"] + of["clapnq gone"]
        low = [
            v
            for v, s in zip(values, every, strict=True)
            if s.kind.endswith("answerable") and s.gold.any() and s.overlap < LOW_OVERLAP
        ]
        print(
            f"refusing by {name}: squad2 gone {separation(of['squad2 answerable'], of['squad2 gone'])}"
            f" | clapnq gone {separation(of['clapnq answerable'], of['clapnq gone'])}"
            f" | clapnq unanswerable {separation(of['clapnq answerable'], of['clapnq trap'])}"
            f" | squad2 traps {separation(of['squad2 answerable'], of['squad2 trap'])}"
            f" | all gone and unanswerable {separation(both, gone + of['clapnq trap'])}"
            f" | low overlap against gone {separation(low, gone)}"
        )
