"""The evidence model: exact spans whatever the text, the same reading alone and in company."""

import math
import os
from pathlib import Path

import pytest

from vectorstore.errors import ModelUnavailable
from vectorstore.passage import Passage, Span
from vectorstore.reader import EvidenceModel

MODEL = Path(os.environ.get("FOOTNOTE_READER_FOLDER", "model"))
TEXTS = [
    "",
    "  ",
    "ok",
    "x" * 10_000,
    "word " * 2_000,
    "😀😃 👩‍👩‍👧 🎉",
    "مرحبا بالعالم هذا نص",
    "日本語のテキスト。",
    "Ünïcödé naïve café",
]
QUESTIONS = ["", "😀", "of the and", "wann wurde der Turm gebaut?", "q " * 5_000]
TOWER = "The tower was built in 1889 by Gustave Eiffel. It is 330 metres high."


def passage(text: str, context: str = "Title > Heading", start: int = 100) -> Passage:
    middle = len(text) // 2
    spans = tuple(Span(start + a, start + b) for a, b in ((0, middle), (middle, len(text))) if b > a)
    return Passage("p", "d", start, start + len(text), text, context, "", None, spans)


@pytest.fixture(scope="module")
def model() -> EvidenceModel:
    return EvidenceModel(MODEL)


@pytest.mark.parametrize("question", QUESTIONS)
def test_any_text_gives_a_sane_reading_with_exact_spans(model: EvidenceModel, question: str) -> None:
    passages = [passage(text, context) for text in TEXTS for context in ("", "Title > Heading")]
    for read, one in zip(model.read(question, passages), passages, strict=True):
        assert math.isfinite(read.relevance) and math.isfinite(read.span_score) and 0 <= read.answers <= 1
        assert len(read.sentence_scores) == len(one.sentences)
        if read.span:
            assert one.start <= read.span.start < read.span.end <= one.end
            said = one.text[read.span.start - one.start : read.span.end - one.start]
            assert said == said.strip() and said


def test_no_passages_no_readings(model: EvidenceModel) -> None:
    assert model.read("who?", []) == []


def test_a_reading_does_not_depend_on_its_neighbours(model: EvidenceModel) -> None:
    passages = [passage(text) for text in (TOWER, TOWER + " Many visit it." * 20, "Bread is baked at dawn.")]
    together = model.read("when was the tower built", passages)
    for one, read in zip(passages, together, strict=True):
        alone = model.read("when was the tower built", [one])[0]
        assert alone.span == read.span
        assert alone.relevance == pytest.approx(read.relevance, abs=0.05)


def test_the_same_question_twice_reads_the_same(model: EvidenceModel) -> None:
    passages = [passage(TOWER), passage("Bread is baked at dawn.")]
    assert model.read("who built it", passages) == model.read("who built it", passages)


def test_changed_weights_are_refused(tmp_path: Path) -> None:
    for name in ("model.safetensors", "tokenizer.json"):
        (tmp_path / name).write_bytes((MODEL / name).read_bytes())
    with pytest.raises(ModelUnavailable, match="damaged or was changed"):
        EvidenceModel(tmp_path, "0" * 64).read("who?", [passage(TOWER)])


def test_missing_weights_are_told(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="cannot be read"):
        EvidenceModel(tmp_path / "nowhere").read("who?", [passage(TOWER)])
