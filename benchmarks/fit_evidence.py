"""The numbers of qa/evidence.py: fitted on the development parts of squad2 and clapnq, printed with their figures.

One library holds both sets. A question counts as answerable with its own passage among the hits, and as unanswerable
where its paragraph was taken out of them or where clapnq's annotators found no answer. Two folds by document.

Run: python -m benchmarks.fit_evidence (needs scikit-learn); writes benchmarks/results/evidence.json
"""

import json
import random
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from benchmarks.data import DATA, ROOT
from qa.chain import PASSAGES
from qa.evidence import USUAL_MATCH, USUAL_WEIGHT, Measured, measure
from vectorstore import Hit, Library, Span

ANSWERABLE_SQUAD = 700
FALSE_REFUSALS = 0.10


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, its document, the paragraph it was written on, and the characters that answer it."""

    text: str
    document: str
    paragraph: Span
    gold: tuple[Span, ...]


def squad(folder: Path) -> list[Asked]:
    """The answerable questions of squad2; its articles are written into the folder."""
    asked = []
    for article in json.loads((DATA / "squad2/dev-part.json").read_text(encoding="utf-8"))["data"]:
        name, text = f"squad_{article['title']}.md", f"# {article['title'].replace('_', ' ')}\n\n"
        for paragraph in article["paragraphs"]:
            begin = len(text)
            text += paragraph["context"] + "\n\n"
            for question in paragraph["qas"]:
                starts = [(begin + a["answer_start"], len(a["text"])) for a in question["answers"]]
                gold = tuple(Span(start, start + length) for start, length in starts)
                if gold:
                    asked.append(Asked(question["question"], name, Span(begin, len(text)), gold))
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return random.Random(0).sample(asked, ANSWERABLE_SQUAD)


def clapnq(folder: Path) -> list[Asked]:
    """All questions of clapnq; those without an answer have no gold."""
    asked = []
    for kind in ("answerable", "unanswerable"):
        for line in (DATA / f"clapnq/clapnq_dev_{kind}.jsonl").read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            passage = item["passages"][0]
            text, name = f"# {passage['title']}\n\n{passage['text']}", f"clapnq_{item['id']}.md"
            (folder / name).write_text(text, encoding="utf-8", newline="")
            chosen = [s for output in item["output"] for s in output.get("selected_sentences") or []]
            places = [(text.find(s.strip()), len(s.strip())) for s in chosen]
            gold = tuple(Span(start, start + length) for start, length in places if start >= 0)
            asked.append(Asked(item["input"], name, Span(0, len(text)), gold))
    return asked


def _is_gold(asked: Asked, measured: Measured) -> bool:
    return measured.hit.source == asked.document and any(measured.span.overlap(gold) for gold in asked.gold)


def _outside(asked: Asked, hit: Hit) -> bool:
    return hit.source != asked.document or not Span(hit.passage.start, hit.passage.end).overlap(asked.paragraph)


def main() -> None:
    """Print both models and what they reach across folds, and keep them in benchmarks/results."""
    with tempfile.TemporaryDirectory() as folder:
        documents = Path(folder) / "documents"
        documents.mkdir()
        asked = squad(documents) + clapnq(documents)
        library = Library.open(Path(folder) / "store")
        library.sync(documents)
        rows: list[tuple[Asked, bool, list[Measured]]] = []
        for question in asked:
            hits, rarity = library.search(question.text, 2 * PASSAGES), library.rarity(question.text)
            rows.append(
                (question, bool(question.gold), measure(question.text, hits[:PASSAGES], rarity, library.embedder))
            )
            if question.gold:
                without = [hit for hit in hits if _outside(question, hit)][:PASSAGES]
                rows.append((question, False, measure(question.text, without, rarity, library.embedder)))

    sentences = np.array([[m.match, m.coverage] for _, _, ms in rows for m in ms])
    gold = np.array([answerable and _is_gold(question, m) for question, answerable, ms in rows for m in ms])
    ranking = LogisticRegression(C=100, max_iter=10_000).fit(sentences, gold)
    best = [max(ms, key=lambda m: ranking.coef_[0] @ [m.match, m.coverage]) for _, _, ms in rows]
    right = [_is_gold(question, b) for (question, answerable, _), b in zip(rows, best, strict=True) if answerable]
    features = np.array(
        [
            [
                b.match,
                b.coverage,
                (sum(m.match for m in ms) - b.match + USUAL_WEIGHT * USUAL_MATCH) / (len(ms) - 1 + USUAL_WEIGHT),
            ]
            for (_, _, ms), b in zip(rows, best, strict=True)
        ]
    )
    labels = np.array([answerable for _, answerable, _ in rows])
    documents_in_order = sorted({question.document for question, _, _ in rows})
    fold = np.array([documents_in_order.index(question.document) % 2 for question, _, _ in rows])
    held_out = np.zeros(len(rows))
    for part in (0, 1):
        model = LogisticRegression(C=100, max_iter=10_000, class_weight="balanced")
        model.fit(features[fold != part], labels[fold != part])
        held_out[fold == part] = model.predict_proba(features[fold == part])[:, 1]
    threshold = np.quantile(held_out[labels], FALSE_REFUSALS)
    model = LogisticRegression(C=100, max_iter=10_000, class_weight="balanced").fit(features, labels)
    result = {
        "questions": len(asked),
        "answerable": len(right),
        "best sentence holds the answer": round(float(np.mean(right)), 3),
        "AUC, held out": round(float(roc_auc_score(labels, held_out)), 3),
        "answerable refused": FALSE_REFUSALS,
        "unanswerable refused": round(float((held_out[~labels] < threshold).mean()), 3),
        "threshold": round(float(threshold), 3),
        "usual match": round(float(sentences[:, 0].mean()), 3),
        "ranking: match, coverage": ranking.coef_[0].round(2).tolist(),
        "answers: match, coverage, others, bias": [
            *model.coef_[0].round(2).tolist(),
            round(float(model.intercept_[0]), 2),
        ],
    }
    text = json.dumps(result, indent=1) + "\n"
    print(text, end="")
    (ROOT / "benchmarks/results/evidence.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
