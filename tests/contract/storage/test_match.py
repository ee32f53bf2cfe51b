"""Search by words"""

import pytest

from tests.fixtures.documents import maintain, prepared, put, remove, write
from vectorstore.storage import Store
from vectorstore.types import Scope

ALL = Scope("default")


def texts(store: Store, terms: list[str], scope: Scope = ALL, k: int = 10) -> list[str]:
    with store.read() as snapshot:
        found = snapshot.match(terms, scope, k)
        assert list(found.values()) == sorted(found.values(), reverse=True)
        held = snapshot.found(list(found))
    return [held[key].passage.text for key in found]


def test_rarer_terms_come_first(store: Store) -> None:
    """`match` ranks by BM25: a passage with more of the rare terms comes first, then one with a term more often."""
    for number in range(20):
        put(store, f"{number}.txt", f"The rope of bay {number} is long and dry.")
    put(store, "lamp.txt", "The lamp of bay 3 is green and dry.")
    put(store, "both.txt", "The rope beside a lamp is long and dry.")
    put(store, "twice.txt", "A rope and another rope of a bay, dry.")
    found = texts(store, ["rope", "lamp"])
    assert found[0] == "The rope beside a lamp is long and dry."
    assert found[1] == "The lamp of bay 3 is green and dry."
    assert found[2] == "A rope and another rope of a bay, dry."
    assert len(found) == 10 and found[3:] == [f"The rope of bay {number} is long and dry." for number in range(7)]


def test_what_stands_around_a_passage_counts_less(store: Store) -> None:
    """A term found around a passage, such as in its title, counts less than one found in it."""
    with store.hold("test"), store.write() as change:
        write(change, "a.txt", prepared("It is kept in the loft.", title="Rope"))
        write(change, "b.txt", prepared("The rope is in the loft.", title="Loft"))
    assert texts(store, ["rope"]) == ["The rope is in the loft.", "It is kept in the loft."]


def test_unknown_terms_find_nothing(store: Store) -> None:
    """`match` finds nothing for terms that no passage has, and nothing for none."""
    put(store, "a.txt", "The rope is in the loft.")
    assert texts(store, ["zeppelin"]) == texts(store, []) == texts(store, ["rope"], Scope("nowhere")) == []
    assert texts(store, ["zeppelin", "rope"]) == ["The rope is in the loft."]


@pytest.mark.parametrize(
    "term",
    ['"', 'rope" OR "loft', "rope OR loft", "rop*", "terms : rope", "rope NEAR loft", "-", "", "'; DROP --", "%"],
)
def test_a_term_is_only_a_term(store: Store, term: str) -> None:
    """A term is only a term: quotes, operators and wildcards of a query language mean nothing."""
    put(store, "a.txt", "The rope is in the loft.")
    put(store, "b.txt", "The lamp is in the hold.")
    assert texts(store, [term]) == []
    assert texts(store, [term, "lamp"]) == ["The lamp is in the hold."]
    with store.read() as snapshot:
        weights = snapshot.rarity([term, "lamp"], ALL)
        assert set(weights) == {term, "lamp"} and weights[term] > weights["lamp"] > 0


def test_every_passage_that_contains_the_terms(store: Store) -> None:
    """`containing` gives every passage of the scope that has all the terms in or around it, by document and place."""
    with store.hold("test"), store.write() as change:
        write(change, "b.txt", prepared("The lamp.", "A rope and a lamp.", "The lamp hangs on a rope.", title="Hold"))
        write(change, "a.txt", prepared("It is kept by the lamp.", "It is dry.", title="Rope"))
        write(change, "c.txt", prepared("A rope, a lamp.", collection="other"))
    with store.read() as snapshot:

        def texts(terms: list[str], scope: Scope = ALL) -> list[str]:
            return [found.passage.text for found in snapshot.containing(terms, scope)]

        both = ["A rope and a lamp.", "The lamp hangs on a rope.", "It is kept by the lamp."]
        assert texts(["rope", "lamp", "rope"]) == both
        assert texts(["rope", "lamp"], Scope("default", ("b.txt",))) == both[:2]
        assert texts(["rope"], Scope("other")) == ["A rope, a lamp."]
        assert texts(["rope", "zeppelin"]) == texts([]) == texts(["rope"], Scope("nowhere")) == []
        assert texts(['rope" OR "lamp']) == []


def test_long_questions_are_answered(store: Store) -> None:
    """Two hundred terms, or one term many times, are a question like any other."""
    put(store, "a.txt", "The rope is in the loft.")
    assert texts(store, ["rope", *(f"word{number}" for number in range(200))]) == ["The rope is in the loft."]
    assert texts(store, ["rope"] * 200) == ["The rope is in the loft."]


def test_the_scope_comes_before_the_ranking(store: Store) -> None:
    """The k best are those of the scope, however many better ones lie outside it."""
    for number in range(30):
        put(store, f"{number}.txt", f"Rope, rope, rope {number}.")
        put(store, f"{number}.txt", f"Rope, rope, rope {number}.", collection="other")
    put(store, "last.txt", "In the loft, behind the door and under the stairs, is a rope.")
    last = ["In the loft, behind the door and under the stairs, is a rope."]
    assert texts(store, ["rope"], Scope("default", ("last.txt",)), 1) == last
    assert len(texts(store, ["rope"], Scope("other"), 50)) == 30
    assert len(texts(store, ["rope"], ALL, 50)) == 31


def test_rarity_counts_within_the_scope(store: Store) -> None:
    """`rarity` counts the passages of the scope: other collections and documents not chosen do not change it."""
    put(store, "a.txt", "The rope is in the loft.")
    put(store, "b.txt", "The lamp is in the loft.")
    chosen = Scope("default", ("a.txt", "b.txt"))
    with store.read() as snapshot:
        before = snapshot.rarity(["rope", "loft", "zeppelin"], ALL)
        assert snapshot.rarity(["rope", "loft", "zeppelin"], chosen) == before
    assert before["zeppelin"] > before["rope"] > before["loft"] > 0
    for number in range(10):
        put(store, f"{number}.txt", f"Rope {number}.", collection="other")
    with store.read() as snapshot:
        assert snapshot.rarity(["rope", "loft", "zeppelin"], ALL) == before
    for number in range(10):
        put(store, f"{number}.txt", f"Rope {number}.")
    with store.read() as snapshot:
        assert snapshot.rarity(["rope", "loft", "zeppelin"], chosen) == before
        assert snapshot.rarity(["rope"], ALL)["rope"] < before["rope"]
        assert snapshot.rarity([], ALL) == {}


def test_terms_of_chosen_passages(store: Store) -> None:
    """`terms` gives what chosen passages hold, and not what stands around them; it leaves out what is not there."""
    with store.hold("test"), store.write() as change:
        write(change, "a.txt", prepared("A rope, a rope.", "The lamp.", title="Loft"))
    with store.read() as snapshot:
        first, second = sorted(snapshot.match(["rope", "lamp"], ALL, 2))
        assert snapshot.terms([first, second, 10**9]) == {first: {"a", "rope"}, second: {"the", "lamp"}}
        assert snapshot.terms([]) == {}


def test_which_terms_are_held(store: Store) -> None:
    """`held` tells which terms some passage of the scope holds, or what stands around it."""
    with store.hold("test"), store.write() as change:
        write(change, "a.txt", prepared("The rope.", title="Loft"))
        write(change, "b.txt", prepared("The lamp.", title="Hold", collection="other"))
    with store.read() as snapshot:
        asked = ["rope", "loft", "lamp", "zeppelin", "", '"']
        assert snapshot.held(asked, ALL) == {"rope", "loft"}
        assert snapshot.held(asked, Scope("other")) == {"lamp"}
        assert snapshot.held(asked, Scope("default", ("none.txt",))) == snapshot.held([], ALL) == frozenset()


def test_the_vocabulary_by_prefix(store: Store) -> None:
    """`vocabulary` gives the terms that begin with a prefix, in order; a removed document's are gone once erased."""
    put(store, "a.txt", "A rope and a rover, a lamp and an état.")
    put(store, "b.txt", "A ropeway.")
    with store.read() as snapshot:
        assert snapshot.vocabulary("ro") == ["rope", "ropeway", "rover"]
        assert snapshot.vocabulary("z") == snapshot.vocabulary('"') == []
    remove(store, "b.txt")
    maintain(store)
    with store.read() as snapshot:
        assert snapshot.vocabulary("rope") == ["rope"]
