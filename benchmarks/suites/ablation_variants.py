"""The variants of the ablation study: the product with one of its defaults changed."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from unittest.mock import patch

from vectorstore import SentenceEmbedder, SourceText
from vectorstore.ingest import document_builder, pipeline
from vectorstore.search import hybrid
from vectorstore.text import chunking

SURROUNDINGS_WEIGHT = 0.3  # of the words around a passage in BM25, against 1 for its own words (schema.sql)


@dataclass(frozen=True, slots=True)
class Variant:
    """The product with some of its numbers changed."""

    tokens: int = chunking.PASSAGE_TOKENS
    candidates: int = hybrid.CANDIDATES
    reranked: int = hybrid.RERANKED
    neighbour: float = document_builder.NEIGHBOUR_WEIGHT
    """The weight of each neighbour's vector in a passage's own."""
    context: bool = True
    """Whether a passage is embedded with its title, headings and table header."""
    with_surroundings: bool = False
    """Whether a passage is embedded with the words before and after it."""
    surroundings_weight: float = SURROUNDINGS_WEIGHT
    """The weight of these words in BM25; at 0 they are not indexed."""
    float32: bool = False
    """Whether float32 is used even where the processor computes in bfloat16."""

    @property
    def library_variant(self) -> "Variant":
        """The part of the variant that a library is built for; the rest can be changed in a finished library."""
        weight = SURROUNDINGS_WEIGHT if self.surroundings_weight else 0.0
        return replace(self, candidates=hybrid.CANDIDATES, reranked=hybrid.RERANKED, surroundings_weight=weight)

    @contextmanager
    def applied(self) -> Iterator[None]:
        """Replaces the product's numbers within the block."""
        passages = partial(chunking.passages, size=self.tokens)
        with ExitStack() as patches:
            patches.enter_context(patch.object(document_builder, "passages", passages))
            patches.enter_context(patch.object(document_builder, "NEIGHBOUR_WEIGHT", self.neighbour))
            patches.enter_context(patch.object(hybrid, "CANDIDATES", self.candidates))
            patches.enter_context(patch.object(hybrid, "RERANKED", self.reranked))
            patches.enter_context(patch.object(pipeline, "chunked", self._cut))
            yield

    def _cut(
        self, source: SourceText, collection: str, digest: str, embedder: SentenceEmbedder
    ) -> document_builder.ChunkedDocument:
        whole = document_builder.chunked(source, collection, digest, embedder)
        around = chunking.surroundings(whole.passages, embedder.token_spans)
        texts = [
            f"{before} {p.text} {after}" if self.with_surroundings else p.text
            for p, (before, after) in zip(whole.passages, around, strict=True)
        ]
        contexts = [f"{p.context}\n" if self.context else "" for p in whole.passages]
        return replace(
            whole,
            inputs=[context + text for context, text in zip(contexts, texts, strict=True)],
            terms=whole.terms if self.surroundings_weight else [(own, "") for own, _ in whole.terms],
        )


VARIANTS = {
    "as it is": Variant(),
    "passages of 96 tokens": Variant(tokens=96),
    "passages of 112 tokens": Variant(tokens=112),
    "passages of 144 tokens": Variant(tokens=144),
    "passages of 160 tokens": Variant(tokens=160),
    "passages of 200 tokens": Variant(tokens=200),
    "10 candidates of each side": Variant(candidates=10),
    "20 candidates of each side": Variant(candidates=20),
    "50 candidates of each side": Variant(candidates=50),
    "the first 10 read": Variant(reranked=10),
    "the first 15 read": Variant(reranked=15),
    "the first 30 read": Variant(reranked=30),
    "embedded without title and headings": Variant(context=False),
    "embedded alone": Variant(neighbour=0.0),
    "each neighbour's vector counts 0.35": Variant(neighbour=0.35),
    "each neighbour's vector counts 0.2": Variant(neighbour=0.2),
    "embedded with the words around instead": Variant(neighbour=0.0, with_surroundings=True),
    "embedded and indexed alone": Variant(neighbour=0.0, surroundings_weight=0.0),
    "indexed alone": Variant(surroundings_weight=0.0),
    "the words around weigh 0.15": Variant(surroundings_weight=0.15),
    "the words around weigh 0.5": Variant(surroundings_weight=0.5),
    "the words around weigh 1": Variant(surroundings_weight=1.0),
    "float32": Variant(float32=True),
}
