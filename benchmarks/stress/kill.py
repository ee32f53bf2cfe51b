"""Kill -9 at the n-th write, flush, rename or removal of a day: what was acknowledged is there, all else is whole.

Run: python -m benchmarks.store.kill [POINTS]. Figures: benchmarks/results/kill.json, which a second run completes.
"""

import itertools
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.store.injection import MISSING, available, play
from benchmarks.store.reader import Kept, keep_reader
from benchmarks.store.scene import Acknowledged, Scene

RESULT = Path(__file__).parents[1] / "results" / "kill.json"
CALLS = ("rename", "unlink", "ftruncate", "fsync", "fdatasync", "write", "pwrite64")
SMALL, BUILT = (12, 2), (12, 8)  # documents and parts: too few for a snapshot, and enough for one


def points(scene: Scene, reader: Kept, call: str, first: int, step: int) -> Iterator[tuple[int, bool, list[str]]]:
    """Each n at which the day was killed, whether it was, and what was wrong then; until the day has no n-th call."""
    for n in itertools.count(first, step):
        acknowledged, store = Acknowledged(), scene.copy("killed")

        def day(store: Path = store, acknowledged: Acknowledged = acknowledged) -> None:
            scene.play(store, acknowledged.add)

        ended = play(day, scene.root / "said", f"{call}:signal=KILL:when={n}")
        if ended:
            reader.renew()
        checks = (
            lambda store=store, acknowledged=acknowledged: scene.wrong(store, acknowledged.names()),
            lambda store=store: scene.unfinished(store),
        )
        yield n, ended != 0, [fault for check in checks for fault in fresh(scene, check)]
        if ended == 0:
            return


def fresh(scene: Scene, check: Callable[[], list[str]]) -> list[str]:
    """What a check finds in a process of its own."""
    noted, said = scene.root / "wrong", scene.root / "said"
    noted.write_text("")
    failed = play(lambda: _note(noted, check()), said)
    return noted.read_text().splitlines() + ([said.read_text().strip().splitlines()[-1]] if failed else [])


def _note(file: Path, wrong: list[str]) -> None:
    file.write_text("\n".join(wrong))


def sweep(size: tuple[int, int], calls: tuple[str, ...], step: int, most: int, kept: dict[str, Any]) -> Iterator[None]:
    """Kill a day at every `step`-th call of each kind until there were so many points; after each, `kept` says all."""
    killed = Counter(kept.setdefault("killed at", {}))
    wrong, last = kept.setdefault("wrong", []), kept.setdefault("last", {})
    with tempfile.TemporaryDirectory() as folder:
        reader = keep_reader()
        scene = Scene(Path(folder), *size).prepare()
        for call in calls:
            if last.get(call) == "end":
                continue
            for n, was_killed, found in points(scene, reader, call, last.get(call, 1 - step) + step, step):
                killed[call] += was_killed
                wrong += [f"{call} {n}: {what}" for what in found]
                last[call] = n if was_killed else "end"
                kept |= {"killed at": dict(killed), "points": killed.total()}
                yield
                if killed.total() >= most:
                    return


def main() -> None:
    """Go on with the sweeps, and keep the figures after each point."""
    if not available():
        sys.exit(MISSING)
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    result = json.loads(RESULT.read_text(encoding="utf-8")) if RESULT.exists() else {}
    for words, size, share in (("without a snapshot", SMALL, 0.6), ("with a snapshot", BUILT, 0.4)):
        for _ in sweep(size, CALLS, 1, int(share * most), result.setdefault(words, {})):
            RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
