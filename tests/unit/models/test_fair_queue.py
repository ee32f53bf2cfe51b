"""Requests take turns; interactive ones go before bulk ones, which still move on."""

from itertools import pairwise

import pytest

from vectorstore.models.scheduling.fair_queue import BULK_EVERY, FairQueue


def taken(queue: FairQueue[str]) -> str:
    """Everything that waits, in the order in which it is taken."""
    return "".join(iter(queue.take, None))


@pytest.mark.parametrize("bulk", [False, True])
def test_requests_take_turns(bulk: bool) -> None:
    queue = FairQueue[str]()
    for request in ("aaaa", "bb", "c", ""):
        queue.add(request, bulk)
    assert taken(queue) == "abcabaa"
    assert queue.take() is None


def test_a_new_request_waits_for_one_item_of_each_other() -> None:
    queue = FairQueue[str]()
    queue.add("aaaa")
    queue.add("bbbb")
    assert queue.take() == "a"
    queue.add("cc")
    assert taken(queue) == "bacbacbab"


def test_interactive_requests_go_before_bulk_ones() -> None:
    queue = FairQueue[str]()
    queue.add("BBBB", bulk=True)
    assert queue.take() == "B"
    queue.add("aa")
    queue.add("b")
    assert taken(queue) == "abaBBB"


def test_bulk_requests_move_on_however_many_questions_wait() -> None:
    queue = FairQueue[str]()
    queue.add("BBB", bulk=True)
    for _ in range(4 * BULK_EVERY):
        queue.add("a")
    places = [place for place, item in enumerate(taken(queue)) if item == "B"]
    assert len(places) == 3 and {after - before for before, after in pairwise([-1, *places])} == {BULK_EVERY}
