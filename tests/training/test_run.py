"""A run goes on where it stopped as if it had not, and refuses to go on with something else."""

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from training import train
from training.groups import Candidate, Group
from training.train import Recipe, Run

RECIPE = Recipe(steps=12, tokens=120, parts=2, threads=1, rate=1e-3)


def house(number: int) -> Group:
    text = f"House {number} is painted blue. Nobody knows why."
    start = text.index("blue")
    right = Candidate(text, "Houses", (start, start + 4), 0.4)
    wrong = Candidate(f"House {number + 1} has {number} windows.", "Houses", None, 0.1)
    return Group(f"what is the colour of house {number}", (right, wrong), 0, "house")


GROUPS = [*map(house, range(40)), Group("who is it", (Candidate("It is late.", "", None),), -1, "trap")]


class Stopped(Exception):
    pass


class Broken(Run):
    def _update(self) -> None:
        super()._update()
        if self.step == 7:
            raise Stopped


def weights(run: Run) -> dict[str, torch.Tensor]:
    return load_file(run.out / "model/model.safetensors")


def test_a_stopped_run_ends_with_the_same_weights(
    tmp_path: Path, backbone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Run(RECIPE, tmp_path / "whole", backbone)
    whole.train(GROUPS)
    monkeypatch.setattr(train, "SAVED", -1)
    with pytest.raises(Stopped):
        Broken(RECIPE, tmp_path / "stopped", backbone).train(GROUPS)
    again = Run(RECIPE, tmp_path / "stopped", backbone)
    assert again.step == 6
    again.train(GROUPS)
    assert again.done()
    begun = load_file(backbone / "model.safetensors")
    for name, value in weights(again).items():
        torch.testing.assert_close(value, weights(whole)[name])
    moved = "encoder.layer.0.attention.self.query.weight"
    assert not torch.equal(weights(again)[f"backbone.{moved}"], begun[moved].half())


def test_a_run_does_not_go_on_with_another_recipe_or_other_groups(tmp_path: Path, backbone: Path) -> None:
    Run(RECIPE, tmp_path, backbone).train(GROUPS)
    with pytest.raises(SystemExit, match="another recipe"):
        Run(Recipe(steps=13), tmp_path, backbone)
    with pytest.raises(SystemExit, match="other groups"):
        Run(RECIPE, tmp_path, backbone).train(GROUPS[1:])
