"""The recipe of a training run."""

from dataclasses import dataclass

SEEDS = 4  # different sets of examples; later rounds, and other runs, use them again


@dataclass(frozen=True, slots=True)
class Recipe:
    """The hyperparameters of a run."""

    rounds: int = 4
    """How often each question comes, each time with other wrong passages and other changes."""
    rate: float = 2e-4
    warm_up: float = 0.04
    """The share of the run in which the rate rises."""
    tokens: int = 20_800
    """About how many tokens a step has, padding included."""
    dropout: float = 0.1
    average: float = 0.98
    """How much of the averaged weights each step keeps."""
    seed: int = 1

    def seeds(self) -> list[int]:
        """The seed of each round's examples: the run's own first, then the next ones in turn."""
        return [(self.seed - 1 + turn) % SEEDS + 1 for turn in range(self.rounds)]
