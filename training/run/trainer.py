"""A training run: examples become a model; a run is seeded, and resumes at its last checkpoint after a stop."""

import hashlib
import json
import math
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import Tensor
from transformers import BertConfig

from training.examples.batches import BatchBuilder, packed_batches
from training.examples.encoded import EncodedExamples
from training.model.attention import PLAIN
from training.model.backbone import BACKBONE
from training.model.losses import losses
from training.model.network import POSITIONS, EvidenceNetwork, save
from training.run.recipe import Recipe

LOGGED = 25  # steps between two lines of the log
SAVED = 240  # seconds between two checkpoints
HEADS = 3.0  # rate of the heads as a multiple of the backbone's
# A CPU takes a step in parts of so many tokens, one for each thread, so that a thread that waits for its core does not
# hold up the other. A GPU takes the whole step.
PART, THREADS = 1300, 2
AVERAGED = 5  # steps between two updates of the averaged weights


class TrainingRun:
    """A model in training, with all that a stopped run needs to resume."""

    def __init__(self, recipe: Recipe, out: Path, backbone: Path = BACKBONE, start: Path | None = None) -> None:
        """Load the backbone, or the weights of an earlier run, or this run's last checkpoint."""
        torch.manual_seed(recipe.seed)
        self.recipe, self.backbone, self.out = recipe, backbone, out
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        weights = load_file((start or backbone) / "model.safetensors")
        config = BertConfig.from_pretrained(
            backbone,
            hidden_dropout_prob=recipe.dropout,
            attention_probs_dropout_prob=0.0,
            attn_implementation="sdpa" if self.device.type == "cuda" else PLAIN,
        )
        if start:
            config.max_position_embeddings = len(weights[POSITIONS])
        self.model = EvidenceNetwork(config)
        if start:
            self.model.load_state_dict({name: value.float() for name, value in weights.items()})
        else:
            names = self.model.backbone.state_dict()
            self.model.backbone.load_state_dict({k: v for k, v in weights.items() if k in names})
        self.model.to(self.device)
        self.model.backbone.embeddings.word_embeddings.weight.requires_grad_(False)
        named = [(n, p) for n, p in self.model.named_parameters() if p.requires_grad]
        self.optimizer = torch.optim.AdamW(
            [
                {"params": [p for n, p in named if n.startswith("backbone")], "peak": recipe.rate},
                {"params": [p for n, p in named if not n.startswith("backbone")], "peak": HEADS * recipe.rate},
            ],
            weight_decay=0.01,
            fused=True,
        )
        self.averaged = {n: p.detach().clone() for n, p in named}
        self.step, self.spent, self.digest, self.done = 0, 0.0, "", False
        if (out / "state.pt").exists():
            self._resume(torch.load(out / "state.pt", weights_only=True, map_location=self.device))

    def train(self, rounds: Sequence[EncodedExamples]) -> None:
        """Train to the end of the recipe, with the examples of the rounds in turn, and save the averaged weights."""
        self.out.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256(b"".join(examples.tokens.numpy().tobytes() for examples in rounds)).hexdigest()
        if self.digest not in ("", digest):
            raise SystemExit(f"{self.out} holds a run on other examples; remove it or name another folder")
        self.digest, steps = digest, self._steps(rounds)
        builders = [BatchBuilder(examples, self.device) for examples in rounds]
        saved = time.monotonic()
        began = saved - self.spent
        sums: dict[str, Tensor] = {}
        with ThreadPoolExecutor(THREADS, initializer=torch.set_num_threads, initargs=(1,)) as pool:
            for step in range(self.step, len(steps)):
                number, parts = steps[step]
                torch.manual_seed(self.recipe.seed * len(steps) + step)
                for part in self.optimizer.param_groups:
                    part["lr"] = part["peak"] * self._scale((step + 1) / len(steps))
                for figures in pool.map(partial(self._backward, builders[number], len(parts)), parts):
                    for name, value in figures.items():
                        sums[name] = sums.get(name, 0) + value / len(parts) / LOGGED
                self.step = step + 1
                self._update()
                self.spent = time.monotonic() - began
                if self.step % LOGGED == 0:
                    self._log({name: float(value) for name, value in sums.items()})
                    sums = {}
                if time.monotonic() - saved > SAVED:
                    self._save()
                    saved = time.monotonic()
        self.done = True
        self._save()

    def _steps(self, rounds: Sequence[EncodedExamples]) -> list[tuple[int, list[list[int]]]]:
        """Each step of the run: the number of its round's examples, and the examples of each of its parts."""
        tokens, cpu = self.recipe.tokens, self.device.type == "cpu"
        each = max(1, tokens // PART) if cpu else 1
        found = []
        for turn in range(self.recipe.rounds):
            number = turn % len(rounds)
            packed = packed_batches(rounds[number], min(PART, tokens) if cpu else tokens, self.recipe.seed + turn)
            found += [(number, packed[i : i + each]) for i in range(0, max(1, len(packed) - each + 1), each)]
        return found

    def _scale(self, progress: float) -> float:
        """The share of the peak rate: a linear rise, then half a cosine down to zero."""
        warm_up = self.recipe.warm_up
        if progress < warm_up:
            return progress / warm_up
        return 0.5 * (1 + math.cos(math.pi * (progress - warm_up) / (1 - warm_up)))

    def _backward(self, builder: BatchBuilder, parts: int, numbers: Sequence[int]) -> dict[str, Tensor]:
        loss, figures = losses(self.model, builder.build(numbers))
        torch.autograd.backward(loss / parts)
        return figures

    def _update(self) -> None:
        trained = [p for part in self.optimizer.param_groups for p in part["params"]]
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad()
        if self.step % AVERAGED == 0:
            now = dict(self.model.named_parameters())
            torch._foreach_lerp_(  # one call for all, as in the optimizers: single calls keep a GPU waiting
                list(self.averaged.values()),
                [now[n].detach() for n in self.averaged],
                1 - self.recipe.average**AVERAGED,
            )

    def _log(self, sums: dict[str, float]) -> None:
        if not math.isfinite(sums["list"]):
            raise SystemExit("the loss is not a number")
        line = {"step": self.step, "minutes": round(self.spent / 60, 1)} | {k: round(v, 3) for k, v in sums.items()}
        with (self.out / "log.jsonl").open("a", encoding="utf-8") as file:
            print(json.dumps(line), file=file)

    def _save(self) -> None:
        state: dict[str, Any] = {
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "averaged": self.averaged,
        }
        part = self.out / "state.part"
        names = ("digest", "step", "spent", "done")
        state |= {"recipe": asdict(self.recipe)} | {name: getattr(self, name) for name in names}
        torch.save(state, part)
        part.replace(self.out / "state.pt")
        save(self.model.state_dict(), self.backbone, self.out / "last")
        save(self.model.state_dict() | self.averaged, self.backbone, self.out / "model")

    def _resume(self, state: dict[str, Any]) -> None:
        if state["recipe"] != asdict(self.recipe):
            raise SystemExit(
                f"{self.out} holds a run of another recipe: {state['recipe']}; remove it or name another folder"
            )
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.averaged, self.digest, self.done = state["averaged"], state["digest"], state["done"]
        self.step, self.spent = state["step"], state["spent"]
