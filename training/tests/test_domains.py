"""Leaving a set out and reading it, end to end, on slices of the sets and a tiny network."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from training import domains
from training.data import ReadingSet
from training.reading import asked
from training.thesaurus import WORDNET
from training.train import Recipe
from vectorstore import SentenceEmbedder


@pytest.mark.skipif(not (WORDNET / "index.noun").exists(), reason=f"WordNet is not in {WORDNET}")
def test_a_set_is_left_out_and_read_once(
    few: Callable[[int], list[ReadingSet]], backbone: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sets, recipe = few(4), Recipe(rounds=2, tokens=1300)

    def run() -> None:
        domains.domain("wiki", sets, sets[-1], recipe, backbone, tmp_path, tmp_path / "kept", tmp_path / "rows.json")

    run()
    made = {path.name.split("-")[2] for path in (tmp_path / "kept").glob("groups-[12]-*.safetensors")}
    assert made == {reading.name for reading in sets} - {"wiki"}
    rows = json.loads((tmp_path / "rows.json").read_text())
    assert [(row["model"], row["set"]) for row in rows] == [
        ("fixed recipe without wiki", "wiki"),
        ("fixed recipe without wiki", "squad2"),
    ]
    for row in rows:
        assert 0 <= row["F1"][1] <= row["F1"][0] <= row["F1"][2] <= 1
        assert row["EM"][0] <= row["F1"][0]
    said = capsys.readouterr().out
    run()
    assert said and not capsys.readouterr().out


def test_the_passages_that_are_read_hold_their_answers(
    few: Callable[[int], list[ReadingSet]], embedder: SentenceEmbedder
) -> None:
    for reading in few(20):
        some = asked(reading, embedder.token_spans)
        answerable = [q for q in reading.questions if q.answers]
        assert len(some) > 0.9 * min(1000, len(answerable))
        for one in some:
            assert one.answers[0] in one.passage.text
            assert len(embedder.token_spans(one.passage.text)) <= 250
        assert some == asked(reading, embedder.token_spans)
