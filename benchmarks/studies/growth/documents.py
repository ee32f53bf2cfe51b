"""Documents for the growth study: real ones, then copies of them with perturbed vectors.

The copies are no easier than real documents: neither their text nor their vectors.
"""

import hashlib
import pickle
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.lib.data import DATA, squad_articles
from vectorstore import Block, SentenceEmbedder, SourceText
from vectorstore.ingest.document_builder import chunked, embedded
from vectorstore.models.sentence_embedder import Vectors
from vectorstore.storage.model_fingerprint import PROBE
from vectorstore.storage.records import PreparedDocument

FILES = (DATA / "covidqa" / "200423_covidQA.json", DATA / "squadshifts" / "new_wiki_v1.0.json")
REAL = 1_500  # passages of real text with real embeddings
QUESTIONS = 100
LIKENESS = 0.8  # cosine of a copied vector to its original: that of two neighbouring passages of a document

QueryVectors = dict[str, np.ndarray[tuple[int], np.dtype[np.float32]]]
"""The vector of each question, and of the text by which a store knows its model."""


class FixedEmbedder(SentenceEmbedder):
    """The default model with the vectors of some texts computed beforehand: its time does not depend on the store."""

    def __init__(self, vectors: QueryVectors) -> None:
        """Take the vectors."""
        super().__init__()
        self._vectors = vectors

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The vectors of texts that are known."""
        return np.stack([self._vectors[text] for text in texts])


def texts() -> Iterator[tuple[str, str, list[str]]]:
    """Title, text and up to three questions of each public document."""
    for path in FILES:
        for number, document in enumerate(squad_articles(path)):
            paragraphs = document["paragraphs"]
            questions = [qa["question"] for paragraph in paragraphs for qa in paragraph["qas"]]
            yield f"{path.stem} {number}", "\n\n".join(p["context"] for p in paragraphs), questions[:3]


def real(cache: Path) -> tuple[list[PreparedDocument], QueryVectors]:
    """Real documents with their vectors, and the vectors of questions about them; cached from run to run."""
    if cache.exists():
        known: tuple[list[PreparedDocument], QueryVectors] = pickle.loads(cache.read_bytes())
        return known
    embedder, prepared, questions = SentenceEmbedder(), list[PreparedDocument](), list[str]()
    for title, text, some in texts():
        source = SourceText(text, title, tuple(_blocks(text)))
        digest = hashlib.sha256(text.encode()).hexdigest()
        prepared += embedded([chunked(source, "default", digest, embedder)], embedder)
        questions += some
        if sum(len(p.passages) for p in prepared) >= REAL:
            break
    questions = questions[:: max(1, len(questions) // QUESTIONS)][:QUESTIONS]
    vectors = dict(zip([PROBE, *questions], embedder.encode([PROBE, *questions]), strict=True))
    cache.write_bytes(pickle.dumps((prepared, vectors)))
    return prepared, vectors


def copies(originals: Sequence[PreparedDocument]) -> Iterator[PreparedDocument]:
    """The originals, then an endless sequence of copies of them."""
    yield from originals
    rng, number = np.random.default_rng(0), 0
    while True:
        number += 1
        for original in originals:
            name = hashlib.sha256(f"{original.document_id} {number}".encode()).hexdigest()[:32]
            noise = rng.normal(size=original.vectors.shape)
            noise /= np.linalg.norm(noise, axis=1, keepdims=True)
            vectors = LIKENESS * original.vectors + np.sqrt(1 - LIKENESS**2) * noise
            vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
            yield replace(
                original,
                document_id=name,
                passages=[
                    replace(p, document_id=name, passage_id=f"{name[:12]}{p.passage_id[:12]}")
                    for p in original.passages
                ],
                vectors=vectors.astype(np.float32),
            )


def _blocks(text: str) -> Iterator[Block]:
    start = 0
    for paragraph in text.split("\n\n"):
        if paragraph.strip():
            yield Block(start, start + len(paragraph))
        start += len(paragraph) + 2
