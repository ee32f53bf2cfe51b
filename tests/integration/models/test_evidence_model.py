"""The evidence model: exact spans whatever the text, the same reading alone and in company."""

import math
import shutil
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vectorstore.errors import ModelUnavailable
from vectorstore.models.evidence.model import FOLDER, EvidenceModel
from vectorstore.models.reranker import reranker_of
from vectorstore.types import Passage, RerankResult, Span

MOST_BYTES = 50_000_000  # what the model may add to an installation
START = 100
TEXTS = [
    "",
    "  ",
    "ok",
    "x" * 10_000,
    "word " * 2_000,
    "😀😃 👩‍👩‍👧 🎉",
    "😀" * 10_000,
    "مرحبا بالعالم هذا نص. وهذه جملة أخرى.",
    "שלום ABC עולם 123",
    "日本語のテキスト。もう一つの文。",
    "Ünïcödé naïve café",
]
QUESTIONS = [
    "",
    " ",
    "😀",
    "of the and",
    "wann wurde der Turm gebaut?",
    "متى بُني البرج؟",
    "塔はいつ建てられましたか",
    "q " * 5_000,
]
TOWER = "The tower was built in 1889 by Gustave Eiffel. It is 330 metres high."
TURNED = "\u202eright\u202c \u200fto\u200e left"

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=300) | st.lists(
    st.sampled_from(
        ["Tower", "1889.", " ", "\n", "\t", "\x00", "\x1c", "\x85", "\xa0", "\u3000", "é", "e\u0301", "ﬁ", TURNED]
    )
).map("".join)


@st.composite
def passages(draw: st.DrawFn) -> Passage:
    """Any text, with sentences that are in order, without overlap, and may leave some of it out."""
    text = draw(TEXT)
    places = st.lists(st.integers(0, len(text)), max_size=8, unique=True).map(sorted)
    cuts = draw(places)
    return passage(text, draw(TEXT), [Span(a, b) for a, b in list(pairwise(cuts))[:: draw(st.integers(1, 2))]])


def passage(text: str, context: str = "Title > Heading", sentences: list[Span] | None = None) -> Passage:
    middle = len(text) // 2
    halves = [Span(a, b) for a, b in ((0, middle), (middle, len(text))) if b > a]
    spans = tuple(Span(START + s.start, START + s.end) for s in (halves if sentences is None else sentences))
    return Passage("p", "d", START, START + len(text), text, context, "", None, spans)


def assert_sane(read: RerankResult, of: Passage) -> None:
    assert read.span_score is not None
    assert all(map(math.isfinite, (read.relevance, read.span_score, *read.sentence_scores)))
    assert len(read.sentence_scores) == len(of.sentences)
    assert all(score <= read.span_score for score in read.sentence_scores)
    if read.span:
        assert of.start <= read.span.start < read.span.end <= of.end
        said = of.text[read.span.start - of.start : read.span.end - of.start]
        assert said and said == said.strip()


@pytest.fixture(scope="module")
def model() -> EvidenceModel:
    return EvidenceModel()


@pytest.mark.parametrize("question", QUESTIONS)
def test_any_text_gives_a_sane_reading_with_exact_spans(model: EvidenceModel, question: str) -> None:
    those = [passage(text, context) for text in TEXTS for context in ("", "Title > Heading", "c " * 5_000)]
    for read, one in zip(model.rerank(question, those), those, strict=True):
        assert_sane(read, one)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXT, st.lists(passages(), max_size=5))
def test_whatever_is_asked_of_whatever_text_spans_are_exact(
    model: EvidenceModel, question: str, those: list[Passage]
) -> None:
    for read, one in zip(model.rerank(question, those), those, strict=True):
        assert_sane(read, one)


@pytest.mark.parametrize("before", [0, 180, 250, 600, 1500])
def test_a_long_passage_is_read_to_its_end(model: EvidenceModel, before: int) -> None:
    """The best place of a text is found wherever it stands among words that answer nothing."""
    text = "the " * before + "Gustave Eiffel built it in 1889." + " the" * 1500
    (read,) = model.rerank("Who built it?", [passage(text)])
    place = 4 * before
    assert read.span and read.span.overlap(Span(START + place, START + place + 32))


def test_a_long_passage_is_as_relevant_as_its_best_part(model: EvidenceModel) -> None:
    filler = "the " * 400
    (last,) = model.rerank(
        "When was the tower built?", [passage(filler + TOWER, sentences=[Span(0, 1600), Span(1600, 1669)])]
    )
    (none,) = model.rerank("When was the tower built?", [passage(filler)])
    assert last.relevance > none.relevance
    assert last.span_score == max(last.sentence_scores)


def test_no_passages_no_readings(model: EvidenceModel) -> None:
    assert model.rerank("who?", []) == []


def test_a_reading_does_not_depend_on_its_neighbours(model: EvidenceModel) -> None:
    those = [passage(text) for text in (TOWER, TOWER + " Many visit it." * 20, "Bread is baked at dawn.", TOWER * 40)]
    for one, read in zip(those, model.rerank("when was the tower built", those), strict=True):
        (alone,) = model.rerank("when was the tower built", [one])
        assert alone.span == read.span
        assert alone.relevance == pytest.approx(read.relevance, abs=0.05)  # bfloat16 rounds by the width of a batch
        assert alone.sentence_scores == pytest.approx(read.sentence_scores, abs=0.25)


def test_the_same_question_twice_reads_the_same(model: EvidenceModel) -> None:
    those = [passage(TOWER), passage("Bread is baked at dawn."), passage(TOWER * 40)]
    assert model.rerank("who built it", those) == model.rerank("who built it", those)


def test_threads_that_ask_first_together_read_the_same() -> None:
    model, those = EvidenceModel(), [passage(TOWER), passage("Bread is baked at dawn.")]
    with ThreadPoolExecutor(2) as threads:
        first, second = threads.map(lambda _: model.rerank("who built it", those), range(2))
    assert first == second == EvidenceModel().rerank("who built it", those)


def test_changed_weights_are_refused_in_one_line(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    weights = tmp_path / "model.safetensors"
    changed = bytearray(weights.read_bytes())
    changed[-1] ^= 1
    weights.write_bytes(changed)
    with pytest.raises(ModelUnavailable, match="damaged or was changed") as error:
        EvidenceModel(tmp_path).rerank("who?", [passage(TOWER)])
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("missing", ["model.safetensors", "tokenizer.json"])
def test_missing_files_are_told_in_one_line(tmp_path: Path, missing: str) -> None:
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    (tmp_path / missing).unlink()
    with pytest.raises(ModelUnavailable, match="cannot be read") as error:
        EvidenceModel(tmp_path).rerank("who?", [passage(TOWER)])
    assert "\n" not in str(error.value)


def test_ones_own_training_is_read_from_its_folder(tmp_path: Path, model: EvidenceModel) -> None:
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    own = reranker_of(str(tmp_path))
    assert isinstance(own, EvidenceModel) and own.identity == str(tmp_path)
    assert own.rerank("who built it", [passage(TOWER)]) == model.rerank("who built it", [passage(TOWER)])


def test_it_is_no_larger_than_it_may_be() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) <= MOST_BYTES
