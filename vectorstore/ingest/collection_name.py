"""What a collection may be called."""

from vectorstore.errors import InvalidCollection

LONGEST = 100  # characters


def check_collection(name: str) -> None:
    """Raise InvalidCollection for a name that no collection may have."""
    if not 0 < len(name) <= LONGEST or not name.isprintable():
        raise InvalidCollection(
            f"a collection's name has 1 to {LONGEST} printable characters: {name!r}", collection=name
        )
