"""Each default beside its alternatives, on the chunking study's development corpora: all else as it is in the product.

Trials of this kind are how the defaults were chosen, so read the chosen row as chosen, not as confirmed.
"""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from unittest.mock import patch

from benchmarks.chunking import CORPORA, questions, scored
from benchmarks.measured import Group, Measured
from benchmarks.progress import say
from benchmarks.rankings import ours
from vectorstore import Library, SentenceEmbedder, SourceText, chunking, cutting, embedding, preparation, search

AROUND_WEIGHT = 0.3  # of what stands around a passage, against 1 for its own words: vectorstore/catalog/schema.sql


@dataclass(frozen=True, slots=True)
class Variant:
    """The product with some of its numbers changed."""

    tokens: int = chunking.PASSAGE_TOKENS
    candidates: int = search.CANDIDATES
    around: bool = True
    """Whether a passage is embedded with the words before and after it."""
    around_weight: float = AROUND_WEIGHT
    """What these words weigh in BM25; 0: they are not indexed."""
    fast: bool = True
    """Whether bfloat16 is used where the processor computes in it."""

    @property
    def built(self) -> "Variant":
        """What of it a library depends on; the rest can be changed in one that is there."""
        weight = AROUND_WEIGHT if self.around_weight else 0.0
        return replace(self, candidates=search.CANDIDATES, around_weight=weight)

    @contextmanager
    def applied(self) -> Iterator[None]:
        """The product as it would be."""
        with ExitStack() as patches:
            patches.enter_context(patch.object(cutting, "passages", partial(chunking.passages, size=self.tokens)))
            patches.enter_context(patch.object(search, "CANDIDATES", self.candidates))
            patches.enter_context(patch.object(preparation, "cut", self._cut))
            if not self.around:
                patches.enter_context(patch.object(chunking, "TOKENS_BEFORE", 0))
                patches.enter_context(patch.object(chunking, "TOKENS_AFTER", 0))
            if not self.fast:
                patches.enter_context(patch.object(embedding, "_fast", nullcontext))
            yield

    def _cut(self, source: SourceText, collection: str, digest: str, embedder: SentenceEmbedder) -> cutting.Cut:
        whole = cutting.cut(source, collection, digest, embedder)
        return whole if self.around_weight else replace(whole, terms=[(own, "") for own, _ in whole.terms])


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
    "100 candidates of each side": Variant(candidates=100),
    "nothing around, embedded or indexed": Variant(around=False, around_weight=0.0),
    "embedded with what stands around, indexed alone": Variant(around_weight=0.0),
    "what stands around weighs 0.15": Variant(around_weight=0.15),
    "what stands around weighs 0.5": Variant(around_weight=0.5),
    "what stands around weighs 1": Variant(around_weight=1.0),
    "float32": Variant(fast=False),
}


def measured(variant: Variant, library: Library) -> Group:
    """The study's measures of a variant, over a library that was built as it wants."""
    with library.searcher.catalog.write() as connection:
        rank = f"bm25(0.0, 1.0, {variant.around_weight})"
        connection.execute("INSERT INTO lexical (lexical, rank) VALUES ('rank', ?)", (rank,))
    with variant.applied():
        return scored(questions(), ours(library)).model_copy(update={"columns": (), "cases": {}})


def measure() -> Measured:
    """Every variant, those together that can share a library."""
    embedder, groups = SentenceEmbedder(), {}
    for built in dict.fromkeys(variant.built for variant in VARIANTS.values()):
        with tempfile.TemporaryDirectory() as folder:
            library = Library.open(folder, embedder)
            with built.applied():
                library.sync(CORPORA)
            for name, variant in VARIANTS.items():
                if variant.built == built:
                    say(f"ablation: {name}")
                    groups[name] = measured(variant, library)
    return Measured(groups={name: groups[name] for name in VARIANTS})
