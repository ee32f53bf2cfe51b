"""A run goes on where it stopped as if it had not, and refuses to go on with something else."""

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from training import train
from training.corpus import words
from training.groups import Candidate, Group
from training.network import mean
from training.rows import rows_of
from training.train import Recipe, Run

RECIPE = Recipe(rounds=3, tokens=600, rate=1e-3)


def house(number: int) -> Group:
    text = f"House {number} is painted blue. Nobody knows why."
    start = text.index("blue")
    right = Candidate(text, "Houses", (start, start + 4), 0.4)
    wrong = Candidate(f"House {number + 1} has {number} windows.", "Houses", None, 0.1)
    return Group(f"what is the colour of house {number}", (right, wrong), 0, "house")


LATE = Group("who is it", (Candidate("It is late.", "", None),), -1, "trap")
ROUNDS = [rows_of([*map(house, range(begin, begin + 40)), LATE], words()) for begin in (0, 50)]


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
    monkeypatch.setattr(train, "THREADS", 1)  # two throw the dice of dropout in any order
    whole = Run(RECIPE, tmp_path / "whole", backbone)
    whole.train(ROUNDS)
    monkeypatch.setattr(train, "SAVED", -1)
    with pytest.raises(Stopped):
        Broken(RECIPE, tmp_path / "stopped", backbone).train(ROUNDS)
    again = Run(RECIPE, tmp_path / "stopped", backbone)
    assert not again.done and again.step == 6
    again.train(ROUNDS)
    assert again.done
    begun = load_file(backbone / "model.safetensors")
    for name, value in weights(again).items():
        torch.testing.assert_close(value, weights(whole)[name])
    moved = "encoder.layer.0.attention.self.query.weight"
    assert not torch.equal(weights(again)[f"backbone.{moved}"], begun[moved].half())


def test_a_run_does_not_go_on_with_another_recipe_or_other_groups(tmp_path: Path, backbone: Path) -> None:
    Run(RECIPE, tmp_path, backbone).train(ROUNDS)
    with pytest.raises(SystemExit, match="another recipe"):
        Run(Recipe(rounds=4), tmp_path, backbone)
    with pytest.raises(SystemExit, match="other groups"):
        Run(RECIPE, tmp_path, backbone).train(ROUNDS[1:])


def test_the_mean_of_two_runs_lies_between_them(tmp_path: Path, backbone: Path) -> None:
    folders = []
    for seed in (1, 2):
        run = Run(Recipe(rounds=1, tokens=600, rate=1e-3, seed=seed), tmp_path / str(seed), backbone)
        run.train(ROUNDS[:1])
        folders.append(run.out / "model")
    mean(folders, tmp_path / "mean")
    first, second, between = (load_file(f / "model.safetensors") for f in (*folders, tmp_path / "mean"))
    assert any(not torch.equal(first[name], second[name]) for name in first)
    for name, value in between.items():
        torch.testing.assert_close(
            value.float(), (first[name].float() + second[name].float()) / 2, atol=1e-3, rtol=1e-3
        )


def test_runs_begin_with_groups_of_their_own_and_share_the_rest() -> None:
    assert [Recipe(rounds=5, seed=seed).seeds() for seed in (1, 3)] == [[1, 2, 3, 4, 1], [3, 4, 1, 2, 3]]
