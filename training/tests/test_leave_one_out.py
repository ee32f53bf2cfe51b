"""Leaving a set out and measuring on it, end to end, on slices of the sets and a tiny network."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.lib import results
from training.data.reading_set import ReadingSet
from training.data.thesaurus import WORDNET
from training.run.leave_one_out import train_without
from training.run.reading_comprehension import items
from training.run.recipe import Recipe
from vectorstore import SentenceEmbedder


@pytest.mark.skipif(not (WORDNET / "index.noun").exists(), reason=f"WordNet is not in {WORDNET}")
def test_a_set_is_left_out_and_read_once(
    few: Callable[[int], list[ReadingSet]],
    backbone: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(results, "FOLDER", tmp_path)
    sets, recipe = few(4), Recipe(rounds=2, tokens=1300)

    def run() -> None:
        train_without("wiki", sets, sets[-1], recipe, backbone, tmp_path, tmp_path / "cache")

    run()
    made = {path.name.split("-")[2] for path in (tmp_path / "cache").glob("reading_examples-[12]-*.safetensors")}
    assert made == {reading.name for reading in sets} - {"wiki"}
    rows = json.loads((tmp_path / "reading_comprehension.json").read_text())
    assert [(row["model"], row["set"]) for row in rows] == [
        ("fixed recipe without wiki", "wiki"),
        ("fixed recipe without wiki", "squad2"),
    ]
    for row in rows:
        assert 0 <= row["F1"][1] <= row["F1"][0] <= row["F1"][2] <= 1
        assert row["EM"][0] <= row["F1"][0]
    printed = capsys.readouterr().out
    run()
    assert printed and not capsys.readouterr().out


def test_the_passages_that_are_read_hold_their_answers(
    few: Callable[[int], list[ReadingSet]], embedder: SentenceEmbedder
) -> None:
    for reading in few(20):
        some = items(reading, embedder.token_spans)
        answerable = [q for q in reading.questions if q.answers]
        assert len(some) > 0.9 * min(1000, len(answerable))
        for one in some:
            assert one.answers[0] in one.passage.text
            assert len(embedder.token_spans(one.passage.text)) <= 250
        assert some == items(reading, embedder.token_spans)
