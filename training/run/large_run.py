"""A run of the large network: at a constant rate, so that any checkpoint's averaged weights can be used."""

import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from training.examples.batches import BatchBuilder, packed_batches
from training.examples.encoded import EncodedExamples
from training.model.imitation import imitation
from training.model.large_losses import losses
from training.model.large_network import load, save
from training.run.teacher import TeacherScores

LOGGED, SAVED = 10, 240  # steps between two lines of the log, seconds between two checkpoints
IMITATION = 0.7  # the share of a teacher in the loss
AVERAGED = 5  # steps between two updates of the averaged weights


@dataclass(frozen=True, slots=True)
class LargeRecipe:
    """The hyperparameters of a run."""

    rate: float = 3e-5
    heads: float = 10.0
    """The heads' rate as a multiple of the backbone's."""
    warm_up: int = 60
    """Steps in which the rate of a group of weights rises."""
    frozen: int = 6
    """The lowest layers, which are not trained at first."""
    thaw: int = 400
    """The step from which they are."""
    part: int = 2000
    """Tokens that are read at once, padding included."""
    parts: int = 2
    """Parts of a step."""
    average: float = 0.995
    """How much of the averaged weights each step keeps."""
    seed: int = 1


class LargeRun:
    """A large network in training, with all that a stopped run needs to go on."""

    def __init__(self, recipe: LargeRecipe, out: Path, backbone: Path) -> None:
        """Load the backbone, or this run's last checkpoint."""
        torch.manual_seed(recipe.seed)
        self.recipe, self.out, self.backbone = recipe, out, backbone
        self.model = load(backbone)
        self.low = self.model.backbone.layers[: recipe.frozen]
        low = {id(p) for p in self.low.parameters()}
        self.named = {n: p for n, p in self.model.named_parameters() if p.requires_grad}
        high = [p for n, p in self.named.items() if n.startswith("backbone.") and id(p) not in low]
        heads = [p for n, p in self.named.items() if not n.startswith("backbone.")]
        groups: list[dict[str, Any]] = [
            {"params": heads, "peak": recipe.rate * recipe.heads, "begin": 0},
            {"params": high, "peak": recipe.rate, "begin": 0},
            {"params": list(self.low.parameters()), "peak": recipe.rate, "begin": recipe.thaw},
        ]
        self.optimizer = torch.optim.AdamW([g for g in groups if g["params"]], weight_decay=0.01, fused=True)
        self.averaged = {n: p.detach().clone() for n, p in self.named.items()}
        self.step, self.spent = 0, 0.0
        if (out / "state.pt").exists():
            self._resume(torch.load(out / "state.pt", weights_only=True))

    def train(self, rounds: Sequence[EncodedExamples], teachers: Sequence[TeacherScores] = ()) -> None:
        """Train on the rounds in turn, from where the run is to their end; with a teacher's scores also on those."""
        self.out.mkdir(parents=True, exist_ok=True)
        steps = [(turn, parts) for turn, examples in enumerate(rounds) for parts in self._steps(examples, turn)]
        builders = [BatchBuilder(examples, torch.device("cpu")) for examples in rounds]
        began, saved = time.monotonic() - self.spent, time.monotonic()
        sums: dict[str, Tensor] = {}
        rows = 0
        for step in range(self.step, len(steps)):
            turn, parts = steps[step]
            self.low.requires_grad_(step >= self.recipe.thaw)
            for group in self.optimizer.param_groups:
                group["lr"] = group["peak"] * min(1.0, max(0, step + 1 - group["begin"]) / self.recipe.warm_up)
            for numbers in parts:
                batch = builders[turn].build(numbers)
                with torch.autocast("cpu", torch.bfloat16):
                    reading = self.model(batch.batch)
                loss, figures = losses(reading, batch)
                if teachers:
                    taught = imitation(reading, teachers[turn].of(batch), batch)
                    loss = (1 - IMITATION) * loss + IMITATION * taught
                    figures["imitation"] = torch.stack([taught.detach(), torch.ones(())])
                torch.autograd.backward(loss / len(parts))
                rows += len(batch.right)
                for name, value in figures.items():
                    sums[name] = sums.get(name, 0) + value
            self.step = step + 1
            self._update()
            self.spent = time.monotonic() - began
            if self.step % LOGGED == 0:
                self._log(turn, rows, {name: float(v[0] / v[1].clamp(min=1)) for name, v in sums.items()})
                sums, rows = {}, 0
            if time.monotonic() - saved > SAVED:
                self._save()
                saved = time.monotonic()
        self._save()

    def _steps(self, examples: EncodedExamples, turn: int) -> list[list[list[int]]]:
        """The examples of each part of each step."""
        packed = packed_batches(examples, self.recipe.part, self.recipe.seed + turn)
        return [packed[i : i + self.recipe.parts] for i in range(0, len(packed), self.recipe.parts)]

    def _update(self) -> None:
        torch.nn.utils.clip_grad_norm_(self.named.values(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad()
        if self.step % AVERAGED == 0:
            keep = min(self.recipe.average, self.step / (self.step + 10)) ** AVERAGED
            now = [p.detach() for p in self.named.values()]
            torch._foreach_lerp_(list(self.averaged.values()), now, 1 - keep)

    def _log(self, turn: int, rows: int, figures: dict[str, float]) -> None:
        line = {"step": self.step, "round": turn, "minutes": round(self.spent / 60, 1), "rows": rows}
        with (self.out / "log.jsonl").open("a", encoding="utf-8") as file:
            print(json.dumps(line | {k: round(v, 3) for k, v in figures.items()}), file=file)

    def _save(self) -> None:
        part = self.out / "state.part"
        state: dict[str, Any] = {
            "recipe": asdict(self.recipe),
            "step": self.step,
            "spent": self.spent,
            "model": {n: p.detach() for n, p in self.named.items()},
            "averaged": self.averaged,
            "optimizer": self.optimizer.state_dict(),
        }
        torch.save(state, part)
        part.replace(self.out / "state.pt")
        save(self.model.state_dict() | self.averaged, self.backbone, self.out / "model")

    def _resume(self, state: dict[str, Any]) -> None:
        if state["recipe"] != asdict(self.recipe):
            raise SystemExit(f"{self.out} holds a run of another recipe: {state['recipe']}")
        with torch.no_grad():
            for name, value in state["model"].items():
                self.named[name].copy_(value)
        self.optimizer.load_state_dict(state["optimizer"])
        self.averaged, self.step, self.spent = state["averaged"], state["step"], state["spent"]
