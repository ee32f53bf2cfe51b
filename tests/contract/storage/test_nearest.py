"""Search by vectors"""

import pytest

from tests.fixtures.documents import maintain, prepared, put, remove, vector_of, write
from vectorstore.storage import Store
from vectorstore.types import Scope


def test_nearest_gives_exact_cosines_best_first(buoys: Store) -> None:
    """`nearest` gives exact cosines, best first, whether or not maintenance has been done."""
    vector = vector_of("buoy")
    with buoys.read() as snapshot:
        scores = {
            int(k): float(row @ vector)
            for keys, rows in snapshot.vectors(Scope("default"))
            for k, row in zip(keys, rows, strict=True)
        }
        found = snapshot.nearest(vector, Scope("default"), 10)
    expected = sorted(scores, key=lambda key: -scores[key])[:10]
    assert list(found) == expected
    assert list(found.values()) == pytest.approx([scores[key] for key in expected], abs=1e-5)


def test_nearest_gives_exactly_k(buoys: Store) -> None:
    """`nearest` gives exactly k passages of the scope, and all of them where it holds fewer."""
    some = Scope("default", ("3.txt", "39.txt"))
    with buoys.read() as snapshot:
        for k in (1, 79, 80, 100):
            assert len(snapshot.nearest(vector_of("buoy"), Scope("default"), k)) == min(k, 80)
        assert [len(snapshot.nearest(vector_of("buoy"), Scope("other"), k)) for k in (2, 3, 5)] == [2, 3, 3]
        assert [len(snapshot.nearest(vector_of("buoy"), some, k)) for k in (3, 5)] == [3, 4]
        found = snapshot.found(list(snapshot.nearest(vector_of("buoy"), some, 5)))
        assert {one.source for one in found.values()} == {"3.txt", "39.txt"}


def test_equally_near_passages_come_by_key(store: Store) -> None:
    """Passages with the same cosine come in the order of their keys."""
    for number in range(40):
        with store.hold("test"), store.write() as change:
            rows = [vector_of("same" if number % 2 else "other")]
            write(change, f"{number}.txt", prepared(f"Buoy {number}.", vectors=rows))
    with store.read() as snapshot:
        ((keys, _),) = snapshot.vectors(Scope("default"))
        for k in (1, 5, 20):
            assert list(snapshot.nearest(vector_of("same"), Scope("default"), k)) == keys[1::2].tolist()[:k]


@pytest.mark.parametrize("maintained", [False, True])
def test_removed_passages_make_room(store: Store, maintained: bool) -> None:
    """Removed and replaced passages are never found and take no place among the k nearest, maintained or not."""
    for number in range(40):
        put(store, f"{number}.txt", f"Buoy {number} flashes.")
    if maintained:
        maintain(store)
    for number in range(33):
        remove(store, f"{number}.txt")
    put(store, "39.txt", "The whistle was taken ashore.")
    with store.read() as snapshot:
        found = snapshot.nearest(vector_of("Buoy 3 flashes."), Scope("default"), 7)
        texts = {one.passage.text for one in snapshot.found(list(found)).values()}
    assert texts == {*(f"Buoy {number} flashes." for number in range(33, 39)), "The whistle was taken ashore."}


def test_cosines_of_chosen_passages(buoys: Store) -> None:
    """`cosines` gives those of `nearest` for chosen passages, and leaves out what is not there."""
    with buoys.read() as snapshot:
        every = snapshot.nearest(vector_of("buoy"), Scope("default"), 80)
        chosen = list(every)[10:14]
        assert snapshot.cosines(vector_of("buoy"), [*chosen, 10**9]) == pytest.approx(
            {key: every[key] for key in chosen}, abs=1e-5
        )
        assert snapshot.cosines(vector_of("buoy"), []) == {}
