"""How much of what a question is about a passage holds."""

from collections.abc import Mapping, Sequence, Set

from vectorstore.text.analysis import QuestionTerm


def coverage(asked: Sequence[QuestionTerm], rarity: Mapping[str, float], held: Set[str]) -> float:
    """The share of what a question names, weighted by rarity, that the given terms hold, 0 to 1; 0 for no question.

    Of several ways of saying a thing, the most common one says how rare it is, and the best met one how well it is
    held.
    """
    weights = [min(max(rarity[term] for term in way) for way in one.ways) for one in asked]
    shares = [max(_share(way, rarity, held) for way in one.ways) for one in asked]
    total = sum(weights)
    return sum(weight * share for weight, share in zip(weights, shares, strict=True)) / total if total else 0.0


def _share(way: Sequence[str], rarity: Mapping[str, float], held: Set[str]) -> float:
    total = sum(rarity[term] for term in way)
    return sum(rarity[term] for term in way if term in held) / total if total else 0.0
