"""How much of what a question is about a passage holds."""

from collections.abc import Mapping, Set


def coverage(rarity: Mapping[str, float], held: Mapping[int, Set[str]]) -> dict[int, float]:
    """For each passage the share of a question's terms, weighted by rarity, that it holds, 0 to 1; 0 for no terms."""
    total = sum(rarity.values())
    if not total:
        return dict.fromkeys(held, 0.0)
    return {key: sum(weight for term, weight in rarity.items() if term in terms) / total for key, terms in held.items()}
