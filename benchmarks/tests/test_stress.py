"""The stress tests, each for a small part of its full run."""

import itertools
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.lib.internals import has_intact_snapshot
from benchmarks.lib.models import HashEmbedder
from benchmarks.stress import damage, faults, kill
from benchmarks.stress.backups import backups
from benchmarks.stress.concurrent_access import concurrent_access
from benchmarks.stress.fault_injection import MISSING, available
from benchmarks.stress.random_operations import random_operations
from benchmarks.stress.shared_sandbox import SharedSandbox, shared_sandbox
from benchmarks.stress.workload import Workload, top_hits
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
def sandbox() -> Iterator[SharedSandbox]:
    with shared_sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def workload(tmp_path: Path, sandbox: SharedSandbox) -> Workload:
    return Workload(tmp_path / "workload", *kill.SMALL).prepare()


@traced
def test_a_workload_killed_at_any_call_loses_duplicates_and_halves_nothing(
    workload: Workload, sandbox: SharedSandbox
) -> None:
    killed = 0
    for call, step, most in KILLS:
        for n, was_killed, wrong in itertools.islice(kill.points(workload, sandbox, call, 1, step), most):
            assert not wrong, f"{call} {n}"
            killed += was_killed
    assert killed >= 40


@traced
@pytest.mark.parametrize(("call", "fault"), [("pwrite64", "ENOSPC"), ("fdatasync", "EIO"), ("rename", "ENOSPC")])
def test_a_failing_disk_is_reported_in_one_line_and_the_store_stays_valid(
    workload: Workload, sandbox: SharedSandbox, call: str, fault: str
) -> None:
    messages = []
    for n, message, wrong in itertools.islice(faults.points(workload, sandbox, call, fault, 90), 3):
        assert not wrong, f"{call} {n}: {message}"
        messages.append(message)
    assert messages[0]


def test_a_damaged_index_is_noticed_before_it_is_read(tmp_path: Path, sandbox: SharedSandbox) -> None:
    workload = Workload(tmp_path / "workload", *kill.INDEXED).prepare()
    expected, rng = top_hits(workload.root / "whole"), random.Random(1)
    for number, harm in enumerate(damage.KINDS):
        store = workload.root / f"damaged-{number}"
        shutil.copytree(workload.root / "whole", store)
        files = sorted(p for p in (store / "index").rglob("*") if p.is_file() and p.suffix == ".bin")
        harm(files[number], rng)
        assert not has_intact_snapshot(Library.open(store, HashEmbedder(), "none"))
        assert top_hits(store) == expected


def test_random_operations_agree_with_a_dictionary(sandbox: SharedSandbox) -> None:
    assert random_operations(160, seed=7)["differences"] == []


def test_readers_in_threads_and_processes_see_whole_documents_while_one_writes(tmp_path: Path) -> None:
    seen = concurrent_access(tmp_path, seconds=6)
    assert seen["wrong"] == [] and seen["faults afterwards"] == []
    assert seen["questions of threads"] > 0 and seen["documents replaced"] > 0
    assert seen["questions of processes"] > 0


def test_a_backup_made_during_writes_is_restored_to_a_state_the_store_was_in(
    tmp_path: Path, sandbox: SharedSandbox
) -> None:
    assert backups(tmp_path, times=2)["wrong"] == []
