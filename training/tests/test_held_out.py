"""What the model is measured on is never trained on."""

import json
from pathlib import Path

import pytest

from training.data import ReadingSet, folds, held, load, members


@pytest.mark.parametrize("fold", [0, 1])
def test_held_out_articles_are_in_no_set(fold: int, reading_sets: list[ReadingSet]) -> None:
    titles = {title.replace("_", " ") for title in folds()[fold]}
    texts = {paragraph.text for paragraph in held(fold).paragraphs}
    assert len(titles) == 4
    trained = load({"policyqa", "nq", "covidqa"}, fold) if fold else reading_sets
    for paragraph in (p for reading in trained for p in reading.paragraphs):
        assert paragraph.title not in titles
        assert paragraph.text not in texts


def test_clapnq_is_in_no_set(reading_sets: list[ReadingSet], data: Path) -> None:
    rows = [
        json.loads(line)
        for kind in ("answerable", "unanswerable")
        for line in (data / f"clapnq/clapnq_dev_{kind}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    asked, titles = {row["input"] for row in rows}, {row["passages"][0]["title"] for row in rows}
    assert len(rows) == 300
    assert not asked & {question.text for reading in reading_sets for question in reading.questions}
    natural = next(reading for reading in reading_sets if reading.name == "nq")
    assert not titles & {paragraph.title for paragraph in natural.paragraphs}


def test_squadshifts_stands_for_its_three_sets(data: Path) -> None:
    assert members(["squadshifts", "nq"]) == {"wiki", "reddit", "amazon", "nq"}
    left = load(members(["squadshifts", "policyqa", "nq", "covidqa"]))
    assert [reading.name for reading in left] == ["squad2"]
