"""The harnesses of `benchmarks/store`, each for a small part of what it does there at length."""

import itertools
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.store import backups, crowd, damage, days, faults, kill
from benchmarks.store.injection import MISSING, available
from benchmarks.store.reader import Kept, keep_reader
from benchmarks.store.scene import Scene, found
from benchmarks.store.table import TableEmbedder
from vectorstore import Library

KILLS = (
    ("pwrite64", 17, 30),
    ("fdatasync", 1, 8),
    ("fsync", 1, 4),
    ("rename", 1, 2),
    ("unlink", 1, 3),
    ("write", 5, 3),
)

traced = pytest.mark.skipif(not available(), reason=MISSING)


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Iterator[Kept]:
    from vectorstore.parsing import Sandbox

    monkeypatch.setattr("vectorstore.ingest.pipeline.Sandbox", Sandbox)  # put back afterwards
    reader = keep_reader()
    yield reader
    reader._stop()


@pytest.fixture
def day(tmp_path: Path, reader: Kept) -> Scene:
    return Scene(tmp_path / "scene", *kill.SMALL).prepare()


@traced
def test_a_day_killed_at_any_call_loses_doubles_and_halves_nothing(day: Scene, reader: Kept) -> None:
    killed = 0
    for call, step, most in KILLS:
        for n, was_killed, wrong in itertools.islice(kill.points(day, reader, call, 1, step), most):
            assert not wrong, f"{call} {n}"
            killed += was_killed
    assert killed >= 40


@traced
@pytest.mark.parametrize(("call", "fault"), [("pwrite64", "ENOSPC"), ("fdatasync", "EIO"), ("rename", "ENOSPC")])
def test_a_disk_that_fails_is_told_in_one_line_and_the_store_stays_valid(
    day: Scene, reader: Kept, call: str, fault: str
) -> None:
    told = []
    for n, line, wrong in itertools.islice(faults.points(day, reader, call, fault, 90), 3):
        assert not wrong, f"{call} {n}: {line}"
        told.append(line)
    assert told[0]


def test_a_damaged_index_is_noticed_before_it_is_read(tmp_path: Path, reader: Kept) -> None:
    scene = Scene(tmp_path / "scene", *kill.BUILT).prepare()
    expected, chance = found(scene.root / "whole"), random.Random(1)
    for number, harm in enumerate(damage.KINDS):
        store = scene.root / f"damaged-{number}"
        shutil.copytree(scene.root / "whole", store)
        files = sorted(p for p in (store / "index").rglob("*") if p.is_file() and p.suffix == ".bin")
        harm(files[number], chance)
        assert Library.open(store, TableEmbedder(), "none").searcher.index.snapshots.facts() is None
        assert found(store) == expected


def test_random_days_agree_with_a_dictionary(reader: Kept) -> None:
    assert days.days(160, seed=7)["differences"] == []


def test_readers_in_threads_and_processes_see_whole_documents_while_one_writes(tmp_path: Path) -> None:
    seen = crowd.crowd(tmp_path, seconds=6)
    assert seen["wrong"] == [] and seen["faults afterwards"] == ()
    assert seen["questions of threads"] > 0 and seen["documents replaced"] > 0


def test_a_backup_made_while_the_store_is_written_to_comes_back_as_a_state_it_was_in(
    tmp_path: Path, reader: Kept
) -> None:
    assert backups.backups(tmp_path, times=2)["wrong"] == []
