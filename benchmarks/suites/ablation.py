"""Each default beside its alternatives, on the chunking study's development corpora: all else as it is in the product.

Trials of this kind are how the defaults were chosen, so read the chosen row as chosen, not as confirmed.
"""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from unittest.mock import patch

from benchmarks.chunking import CORPORA, questions, scored
from benchmarks.measured import Group, Measured
from benchmarks.progress import say
from benchmarks.rankings import ours
from vectorstore import Library, Passage, SentenceEmbedder, SourceText
from vectorstore.ingest import document_builder, pipeline
from vectorstore.models import sentence_embedder
from vectorstore.models.evidence.model import EvidenceModel
from vectorstore.search import hybrid
from vectorstore.text import chunking
from vectorstore.types import RerankResult

AROUND_WEIGHT = 0.3  # of what stands around a passage, against 1 for its own words (schema.sql)


@dataclass(frozen=True, slots=True)
class Variant:
    """The product with some of its numbers changed."""

    tokens: int = chunking.PASSAGE_TOKENS
    candidates: int = hybrid.CANDIDATES
    read: int = hybrid.READ
    neighbour: float = document_builder.NEIGHBOUR_WEIGHT
    """How much of each neighbour's vector a passage's own takes up."""
    context: bool = True
    """Whether a passage is embedded with its title, headings and table header."""
    beside: bool = False
    """Whether a passage is embedded with the words before and after it."""
    around_weight: float = AROUND_WEIGHT
    """What these words weigh in BM25; 0: they are not indexed."""
    fast: bool = True
    """Whether bfloat16 is used where the processor computes in it."""

    @property
    def built(self) -> "Variant":
        """What of it a library depends on; the rest can be changed in one that is there."""
        weight = AROUND_WEIGHT if self.around_weight else 0.0
        return replace(self, candidates=hybrid.CANDIDATES, read=hybrid.READ, around_weight=weight)

    @contextmanager
    def applied(self) -> Iterator[None]:
        """The product as it would be."""
        with ExitStack() as patches:
            patches.enter_context(
                patch.object(document_builder, "passages", partial(chunking.passages, size=self.tokens))
            )
            patches.enter_context(patch.object(document_builder, "NEIGHBOUR_WEIGHT", self.neighbour))
            patches.enter_context(patch.object(hybrid, "CANDIDATES", self.candidates))
            patches.enter_context(patch.object(hybrid, "READ", self.read))
            patches.enter_context(patch.object(pipeline, "cut", self._cut))
            if not self.fast:
                patches.enter_context(patch.object(sentence_embedder, "_in_bfloat16", lambda: False))
            yield

    def _cut(
        self, source: SourceText, collection: str, digest: str, embedder: SentenceEmbedder
    ) -> document_builder.ChunkedDocument:
        whole = document_builder.cut(source, collection, digest, embedder)
        around = chunking.surroundings(whole.passages, embedder.token_spans)
        texts = [
            f"{before} {p.text} {after}" if self.beside else p.text
            for p, (before, after) in zip(whole.passages, around, strict=True)
        ]
        contexts = [f"{p.context}\n" if self.context else "" for p in whole.passages]
        return replace(
            whole,
            inputs=[context + text for context, text in zip(contexts, texts, strict=True)],
            terms=whole.terms if self.around_weight else [(own, "") for own, _ in whole.terms],
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
    "the first 10 read": Variant(read=10),
    "the first 15 read": Variant(read=15),
    "the first 30 read": Variant(read=30),
    "embedded without title and headings": Variant(context=False),
    "embedded alone": Variant(neighbour=0.0),
    "each neighbour's vector counts 0.35": Variant(neighbour=0.35),
    "each neighbour's vector counts 0.2": Variant(neighbour=0.2),
    "embedded with the words around instead": Variant(neighbour=0.0, beside=True),
    "embedded and indexed alone": Variant(neighbour=0.0, around_weight=0.0),
    "indexed alone": Variant(around_weight=0.0),
    "the words around weigh 0.15": Variant(around_weight=0.15),
    "the words around weigh 0.5": Variant(around_weight=0.5),
    "the words around weigh 1": Variant(around_weight=1.0),
    "float32": Variant(fast=False),
}


class Reranker(EvidenceModel):
    """The evidence model, which reads no passage twice with a question: most variants find the same ones."""

    def __init__(self) -> None:
        """Nothing is read yet."""
        super().__init__()
        self._known: dict[tuple[str, str], RerankResult] = {}

    def rerank(self, question: str, passages: Sequence[Passage]) -> list[RerankResult]:
        """The readings, each as it was at first."""
        new = [p for p in passages if (question, p.passage_id) not in self._known]
        self._known |= {(question, p.passage_id): r for p, r in zip(new, super().read(question, new), strict=True)}
        return [self._known[question, p.passage_id] for p in passages]


def measured(variant: Variant, library: Library) -> Group:
    """The study's measures of a variant, over a library that was built as it wants."""
    with library.searcher.catalog.write() as connection:
        rank = f"bm25(0.0, 1.0, {variant.around_weight})"
        connection.execute("INSERT INTO lexical (lexical, rank) VALUES ('rank', ?)", (rank,))
    with variant.applied():
        return scored(questions(), ours(library)).model_copy(update={"columns": (), "cases": {}})


def measure() -> Measured:
    """Every variant, those together that can share a library."""
    reader, groups = Reranker(), {}
    for built in dict.fromkeys(variant.built for variant in VARIANTS.values()):
        with tempfile.TemporaryDirectory() as folder:
            library = Library(Path(folder), SentenceEmbedder(), reader)  # loads as the variant wants
            with built.applied():
                library.sync(CORPORA)
            for name, variant in VARIANTS.items():
                if variant.built == built:
                    say(f"ablation: {name}")
                    groups[name] = measured(variant, library)
    return Measured(groups={name: groups[name] for name in VARIANTS})
