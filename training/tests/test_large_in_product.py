"""The product reads what was trained: the same scores, from a folder, and from one with matrices in eight bits."""

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from training.examples.batches import BatchBuilder
from training.examples.encoded import encoded
from training.model.large_network import load, save
from training.model.large_reading import Reader
from training.run.quantise import quantise
from training.tests.houses import OTHER, WORDS, examples
from vectorstore.models.evidence.large_network import LargeEvidenceNetwork
from vectorstore.models.evidence.model import EvidenceModel
from vectorstore.models.pair_encoding import MPNET
from vectorstore.models.reranker import reranker_of
from vectorstore.types import Passage, Span


@pytest.fixture(scope="module")
def trained(mpnet: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model with every weight moved away from where it began."""
    folder = tmp_path_factory.mktemp("trained")
    network = load(mpnet)
    torch.manual_seed(2)
    with torch.no_grad():
        for parameter in network.parameters():
            parameter += torch.randn_like(parameter) * 0.1
    save(network.state_dict(), mpnet, folder)
    return folder


def test_both_networks_say_the_same(trained: Path) -> None:
    rows = encoded([*examples(1), *examples(2)], WORDS, MPNET)
    batch = BatchBuilder(rows, torch.device("cpu")).build(range(len(rows))).batch
    weights = {name: value.float() for name, value in load_file(trained / "model.safetensors").items()}
    with torch.no_grad():
        expected, found = load(trained)(batch), LargeEvidenceNetwork(weights, torch.float32).read(batch)
    for theirs, ours in zip(expected[:2], found[:2], strict=True):
        torch.testing.assert_close(ours, theirs, rtol=1e-4, atol=1e-4)
    for theirs, ours in zip(expected[2:], found[2:], strict=True):
        inside = batch.mask.bool()
        torch.testing.assert_close(ours[inside], theirs[inside], rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("eight_bits", [False, True])
def test_a_folder_of_weights_is_a_reader(trained: Path, tmp_path: Path, eight_bits: bool) -> None:
    folder = trained
    if eight_bits:
        quantise(trained, folder := tmp_path)
        sizes = [(model / "model.safetensors").stat().st_size for model in (trained, folder)]
        assert sizes[1] < sizes[0] * 0.65
    model = reranker_of(str(folder))
    assert isinstance(model, EvidenceModel)
    texts = [examples(1)[0].candidates[0].text, OTHER, "word " * 600]
    passages = [Passage("p", "d", 7, 7 + len(t), t, "Houses", "", None, (Span(7, 7 + len(t)),)) for t in texts]
    expected = Reader(load(trained), WORDS).read("colour", texts[:2], ["Houses"] * 2)
    found = model.rerank("colour", passages)
    for reading, theirs in zip(found, expected, strict=False):
        assert reading.relevance == pytest.approx(theirs.answers, abs=0.1)  # bfloat16
    for reading, passage in zip(found, passages, strict=True):
        assert reading.span and passage.start <= reading.span.start < reading.span.end <= passage.end
