"""The large network in training: it learns from made-up rows, and a stopped run goes on as if it had not stopped."""

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from training.data.reading_set import YES
from training.examples.batches import BatchBuilder
from training.examples.encoded import encoded
from training.examples.example import Candidate, Example
from training.model.imitation import imitation
from training.model.large_losses import losses
from training.model.large_network import LargeNetwork, load
from training.model.large_reading import Reader
from training.run import large_run
from training.run.large_run import LargeRecipe, LargeRun
from training.run.large_student import train_student, write_start
from training.run.teacher import teacher_scores
from training.tests.houses import OTHER, ROWS, WORDS, examples
from vectorstore.models.pair_encoding import MPNET

RECIPE = LargeRecipe(rate=1e-3, heads=1.0, warm_up=4, frozen=1, thaw=6, part=400)


def test_every_loss_falls(mpnet: Path, tmp_path: Path) -> None:
    builder = BatchBuilder(ROWS, torch.device("cpu"))
    batch = builder.build(range(len(ROWS)))
    run = LargeRun(RECIPE, tmp_path, mpnet)

    def figures() -> dict[str, float]:
        with torch.no_grad():
            reading = run.model(batch.batch)
        return {name: float(value[0] / value[1]) for name, value in losses(reading, batch)[1].items()}

    before = figures()
    run.train([ROWS] * 12)
    after = figures()
    assert all(after[name] < before[name] for name in ("list", "verdict", "span", "shared", "evidence")), after
    assert after["first"] == 1 and after["open"] > 0.9


def test_where_only_the_sentence_is_known_the_answer_may_be_anywhere_in_it(mpnet: Path) -> None:
    network = load(mpnet)
    text = "It rained. The house is blue."
    known = Candidate(text, "", None, evidence=((11, len(text)),))
    rows = encoded([Example("is it blue", (known,), 0, "yes_no", YES)], WORDS, MPNET)
    batch = BatchBuilder(rows, torch.device("cpu")).build([0])
    inside = batch.evidence[0]
    assert WORDS.decode(batch.batch.ids[0][inside].tolist()) == "the house is blue."
    with torch.no_grad():
        reading = network(batch.batch)
    _, figures = losses(reading, batch)
    spans = reading.spans[0].softmax(0)
    expected = -spans[inside].sum(0).log().mean()
    torch.testing.assert_close(figures["span"][0] / figures["span"][1], expected, rtol=1e-3, atol=1e-3)


class Stopped(Exception):
    pass


class Broken(LargeRun):
    def _update(self) -> None:
        super()._update()
        if self.step == 9:
            raise Stopped


def test_a_stopped_run_ends_with_the_same_weights(mpnet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    LargeRun(RECIPE, tmp_path / "whole", mpnet).train([ROWS] * 3)
    monkeypatch.setattr(large_run, "SAVED", -1)
    with pytest.raises(Stopped):
        Broken(RECIPE, tmp_path / "stopped", mpnet).train([ROWS] * 3)
    again = LargeRun(RECIPE, tmp_path / "stopped", mpnet)
    assert again.step == 8
    again.train([ROWS] * 3)
    expected, found = (load_file(tmp_path / name / "model/model.safetensors") for name in ("whole", "stopped"))
    for name, value in expected.items():
        torch.testing.assert_close(found[name], value)
    low = "backbone.encoder.layer.0.output.dense.weight"
    assert not torch.equal(found[low], load_file(mpnet / "model.safetensors")[low.removeprefix("backbone.")])
    with pytest.raises(SystemExit, match="another recipe"):
        LargeRun(LargeRecipe(rate=1e-4), tmp_path / "stopped", mpnet)


def test_a_reading_has_a_place_within_the_passage_and_a_score_for_each_sentence(mpnet: Path) -> None:
    texts = [example.candidates[0].text for example in examples(1)[:1]] + [OTHER]
    for reading, text in zip(Reader(load(mpnet), WORDS).read("colour", texts, ["", ""]), texts, strict=True):
        start, end = reading.span
        assert 0 <= start < end <= len(text)
        assert len(reading.sentences) == 2


def test_a_student_of_some_layers_comes_near_its_teacher(mpnet: Path, tmp_path: Path) -> None:
    teacher, one = tmp_path / "teacher/model", tmp_path / "one"
    LargeRun(RECIPE, tmp_path / "teacher", mpnet).train([ROWS] * 12)
    said = teacher_scores(load(teacher).eval(), ROWS)
    batch = BatchBuilder(ROWS, torch.device("cpu")).build(range(0, len(ROWS), 3))

    def distance(model: LargeNetwork) -> float:
        with torch.no_grad():
            return float(imitation(model(batch.batch), said.of(batch), batch))

    write_start(teacher, [1], one)
    least, before = distance(load(teacher)), distance(load(one))
    student = train_student(teacher, [1], [ROWS] * 8, tmp_path / "student", LargeRecipe(1e-3, 1, frozen=0, part=400))
    assert len(student.model.backbone.layers) == 1
    assert (distance(student.model) - least) < (before - least) / 2
    assert "imitation" in (tmp_path / "student/log.jsonl").read_text(encoding="utf-8")
