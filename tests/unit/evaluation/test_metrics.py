"""Our metrics equal the well-known implementations, on random and on real texts."""

import itertools
import json
import math
import random
from collections.abc import Iterator
from pathlib import Path

import ir_measures
import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from ir_measures import RR, P, R, nDCG
from rouge_score.rouge_scorer import RougeScorer
from torchmetrics.functional.text.squad import squad

from qa.evaluation.metrics import ranking, refusal, span_metrics, text_metrics
from vectorstore import Span

CASES = 1_000


def close(a: float, b: float) -> bool:
    return math.isclose(a, b, rel_tol=0, abs_tol=1e-9)


def test_rank_metrics_equal_ir_measures() -> None:
    dice = random.Random(1)
    measures = [P @ 1, P @ 5, P @ 20, R @ 1, R @ 5, R @ 20, RR, nDCG @ 5, nDCG @ 10]
    compared = 0
    for number in range(CASES + 200):
        names = [f"d{i}" for i in range(dice.randint(1, 40))]
        ranked = dice.sample(names, dice.randint(1, len(names)))
        grades = {name: dice.choice((0, 0, 1, 2, 3)) for name in names}
        relevant = {name: grade for name, grade in grades.items() if grade}
        if not relevant:
            continue
        run = {"q": {name: float(-rank) for rank, name in enumerate(ranked)}}
        theirs = {m.measure: m.value for m in ir_measures.iter_calc(measures, {"q": grades}, run)}
        pieces = [{name} for name in relevant]
        ours = {
            **{P @ k: ranking.precision(ranked, relevant, k) for k in (1, 5, 20)},
            **{R @ k: ranking.recall(ranked, pieces, k) for k in (1, 5, 20)},
            RR: ranking.reciprocal_rank(ranked, relevant),
            **{nDCG @ k: ranking.ndcg(ranked, relevant, k) for k in (5, 10)},
        }
        for measure, value in theirs.items():
            assert close(ours[measure], value), (number, measure)
        compared += 1
    assert compared >= CASES


WORDS = [*"the a an The Harbour harbour's 1871 lamp-room, keeper; 12.5 « é ß naïve  — in of".split(), "\n", ""]


def texts(dice: random.Random) -> str:
    return " ".join(dice.choices(WORDS, k=dice.randint(0, 12)))


def real_texts(data: Path) -> list[tuple[str, list[str]]]:
    """Answers and references of a public set, each answer against the references of its neighbour and its own."""
    lines = (data / "clapnq" / "clapnq_dev_answerable.jsonl").read_text(encoding="utf-8").splitlines()
    items = [json.loads(line) for line in lines]
    golds = [[output["answer"] for output in item["output"]] for item in items]
    sentences = [sentence for item in items for sentence in item["passages"][0]["sentences"]]
    return list(zip(sentences, itertools.cycle(golds), strict=False))


@pytest.fixture
def exact_torch() -> Iterator[None]:
    """torchmetrics' port of the official SQuAD script, computing in 64 bits."""
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)


def check(said: str, golds: list[str], scorer: RougeScorer) -> None:
    # The official script takes "" as the right answer where there is none, as do ours.
    references = [gold for gold in golds if text_metrics.normalised(gold)] or [""]
    theirs = squad(
        [{"prediction_text": said, "id": "q"}],
        [{"answers": {"answer_start": [0] * len(references), "text": references}, "id": "q"}],
    )
    assert close(text_metrics.exact_match(said, golds) * 100, float(theirs["exact_match"]))
    assert close(text_metrics.token_f1(said, golds) * 100, float(theirs["f1"])), (said, golds)
    best = max((scorer.score(gold, said)["rougeL"].fmeasure for gold in golds), default=0.0)
    assert close(text_metrics.rouge_l(said, golds), best), (said, golds)


def test_wording_equals_squad_and_rouge_on_made_up_texts(exact_torch: None) -> None:
    dice, scorer = random.Random(2), RougeScorer(["rougeL"], use_stemmer=False)
    for _ in range(CASES):
        check(texts(dice), [texts(dice) for _ in range(dice.randint(0, 3))], scorer)


def test_wording_equals_squad_and_rouge_on_real_texts(exact_torch: None, data: Path) -> None:
    scorer = RougeScorer(["rougeL"], use_stemmer=False)
    pairs = real_texts(data)[:CASES]
    assert len(pairs) == CASES
    for said, golds in pairs:
        check(said, golds, scorer)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30), st.sampled_from("ab")), max_size=6), st.data())
def test_character_overlap_equals_counting_characters(places: list[tuple[int, int, str]], draw: st.DataObject) -> None:
    wanted = draw.draw(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30), st.sampled_from("ab")), min_size=1))

    def as_places(raw: list[tuple[int, int, str]]) -> list[span_metrics.DocumentSpan]:
        return [(name, Span(start, start + length)) for start, length, name in raw]

    def as_set(raw: list[tuple[int, int, str]]) -> set[tuple[str, int]]:
        return {(name, start + i) for start, length, name in raw for i in range(length)}

    found = span_metrics.span_overlap(as_places(places), as_places(wanted))
    held, read = len(as_set(places) & as_set(wanted)), sum(length for _, length, _ in places)
    assert found.recall == held / len(as_set(wanted))
    assert found.precision == (held / read if read else 0)
    assert found.iou == held / (read + len(as_set(wanted)) - held)


@pytest.mark.parametrize(
    ("short", "golds", "right"),
    [
        ("in May 1871", ["May 1871"], True),
        ("400 litres", ["about 400 litres of oil", "400 litres"], True),
        ("the lamp, its oil and Ida Holm", ["Ida Holm"], False),  # mostly other words
        ("Holm", ["Ida Holm of Sandwick"], False),  # mostly missing
        ("410 litres a year", ["400 litres a year"], False),  # a number is wrong, whatever else agrees
        ("18.90 | 9.45", ["9.45"], False),  # two cells, of which one is right
        ("1,200 kg", ["1200 kg"], True),
        ("Yes", [], False),
    ],
)
def test_a_short_answer_is_right_by_most_of_its_words_and_all_of_its_numbers(
    short: str, golds: list[str], right: bool
) -> None:
    assert text_metrics.short_answer_right(short, golds) == float(right)


def test_risk_coverage_by_hand() -> None:
    curve = refusal.risk_coverage([0.9, 0.8, 0.8, 0.1], [True, False, True, False])
    assert [(p.coverage, p.risk) for p in curve] == [(0.25, 0.0), (0.75, 1 / 3), (1.0, 0.5)]
    assert refusal.area_under_curve(curve) == 0.5 * (1 / 3) + 0.25 * 0.5
    assert refusal.coverage_at(curve, 0.1) == 0.25 and refusal.coverage_at(curve, 0.4) == 0.75
    assert refusal.coverage_at(refusal.risk_coverage([1.0], [False]), 0.1) == 0.0


def test_calibration_error_and_brier_score() -> None:
    dice = np.random.default_rng(0)
    confidence = dice.random(40_000)
    right = (dice.random(40_000) < confidence).tolist()
    assert refusal.expected_calibration_error(confidence.tolist(), right) < 0.01
    assert refusal.brier_score(confidence.tolist(), right) == pytest.approx(1 / 6, abs=0.01)
    sure = refusal.expected_calibration_error([1.0] * 4, [True, False, False, False])
    assert sure == 0.75 and refusal.brier_score([1.0] * 4, [True, False, False, False]) == 0.75
    assert sum(b.cases for b in refusal.reliability_bins(confidence.tolist(), right)) == 40_000
