"""The nearest vectors: a generation for what it holds, an exact search for what is newer, chosen or without one."""

from pathlib import Path
from sqlite3 import Connection
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from vectorstore.catalog import Catalog
from vectorstore.catalog import passages as stored
from vectorstore.catalog.documents import REMOVED, fact
from vectorstore.catalog.scope import Scope
from vectorstore.exact import ExactVectors, best
from vectorstore.generation import FIRST_ROWS, Generation
from vectorstore.generations import Generations
from vectorstore.seal import Damaged

# The next generation is built when this many rows, and this share of the last one, were added or removed since.
STALE_ROWS, STALE_SHARE = 256, 0.2


class Index:
    """Every vector of the catalog's present state, whatever generation there is."""

    def __init__(self, catalog: Catalog, folder: Path) -> None:
        """Remember where generations are kept; none is opened yet."""
        self.catalog = catalog
        self.generations = Generations(catalog, folder)
        self._lock = Lock()
        self._exact: dict[str, ExactVectors] = {}

    def nearest(
        self, connection: Connection, vector: NDArray[np.float32], scope: Scope, limit: int
    ) -> dict[int, float]:
        """The keys of the passages nearest to a vector and their cosines, best first, all within the scope."""
        if scope.documents is not None:  # few vectors, and an exact search cannot miss the chosen ones
            return best(*stored.vectors(connection, scope), vector, limit)
        with self.generations.borrowed() as generation:
            if generation and scope.collection in generation.rows and generation.dimension == len(vector):
                newer = self._newer(scope.collection, generation.newest).nearest(connection, vector, limit)
                try:
                    older = _still_there(generation, connection, vector, scope, limit)
                    return dict(sorted((newer | older).items(), key=lambda pair: (-pair[1], pair[0]))[:limit])
                except Damaged as damage:
                    self.generations.give_up(generation, damage)
        return self._newer(scope.collection, 0).nearest(connection, vector, limit)

    def is_stale(self, connection: Connection) -> bool:
        """Whether the present generation is missing, damaged, old, or holds vectors of what was removed."""
        rows = stored.counts(connection)
        worthy = {name for name, number in rows.items() if number >= FIRST_ROWS}
        facts = self.generations.facts()
        if facts is None:
            return bool(worthy) or self.generations.current() is not None
        newest, held, state = facts
        if state < int(fact(connection, REMOVED) or 0):
            return True
        kept = stored.counts(connection, newest)
        changed = sum(held[name] + rows.get(name, 0) - 2 * kept.get(name, 0) for name in held)
        changed += sum(rows[name] for name in worthy - held.keys())
        return changed > max(STALE_ROWS, STALE_SHARE * sum(held.values()))

    def _newer(self, collection: str, after: int) -> ExactVectors:
        with self._lock:
            exact = self._exact.get(collection)
            if exact is None or exact.after != after:
                exact = self._exact[collection] = ExactVectors(collection, after)
            return exact


def _still_there(
    generation: Generation, connection: Connection, vector: NDArray[np.float32], scope: Scope, limit: int
) -> dict[int, float]:
    """What a generation finds and the catalog still holds, with cosines by the catalog's own vectors.

    What was removed since takes places among the nearest, so more are asked for until enough are left.
    """
    asked = limit
    while True:
        found = generation.nearest(vector, scope.collection, asked)
        keys, vectors = stored.within(connection, scope, found)
        if len(keys) >= limit or asked >= generation.rows[scope.collection]:
            return best(keys, vectors, vector, limit)
        asked *= 4
