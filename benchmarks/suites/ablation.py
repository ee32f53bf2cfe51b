"""Each default beside its alternatives, on the chunking study's development corpora; all else is as in the product.

Trials of this kind are how the defaults were chosen, so the first row is chosen, not confirmed.
"""

import tempfile
from collections.abc import Sequence

from benchmarks.lib.internals import set_surroundings_weight
from benchmarks.lib.models import Float32Embedder
from benchmarks.lib.progress import say
from benchmarks.lib.rankings import ours
from benchmarks.lib.summary import Group, Summary
from benchmarks.suites.ablation_variants import VARIANTS, Variant
from benchmarks.suites.chunking import CORPORA, questions, scored
from vectorstore import Library, Passage, SentenceEmbedder
from vectorstore.models.evidence.model import EvidenceModel
from vectorstore.types import RerankResult


class MemoizedReranker(EvidenceModel):
    """The evidence model with a cache of all results: most variants find the same passages."""

    def __init__(self) -> None:
        """Start with an empty cache."""
        super().__init__()
        self._known: dict[tuple[str, str], RerankResult] = {}

    def rerank(self, question: str, passages: Sequence[Passage]) -> list[RerankResult]:
        """The results for the passages; each passage is read once a question."""
        new = [p for p in passages if (question, p.passage_id) not in self._known]
        results = super().rerank(question, new)
        self._known |= {(question, p.passage_id): result for p, result in zip(new, results, strict=True)}
        return [self._known[question, p.passage_id] for p in passages]


def measured(variant: Variant, library: Library) -> Group:
    """The study's metrics of a variant, over a library that was built for it."""
    set_surroundings_weight(library, variant.surroundings_weight)
    with variant.applied():
        return scored(questions(), ours(library))


def measure() -> Summary:
    """Every variant; variants that need the same library share it."""
    reranker, groups = MemoizedReranker(), {}
    for built in dict.fromkeys(variant.library_variant for variant in VARIANTS.values()):
        with tempfile.TemporaryDirectory() as folder:
            embedder = Float32Embedder() if built.float32 else SentenceEmbedder()
            library = Library.open(folder, embedder, reranker)
            with built.applied():
                library.sync(CORPORA)
            for name, variant in VARIANTS.items():
                if variant.library_variant == built:
                    say(f"ablation: {name}")
                    groups[name] = measured(variant, library)
    return Summary(groups={name: groups[name] for name in VARIANTS})
