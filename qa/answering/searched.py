"""What was searched for in place of what was written, in words: nothing is corrected silently."""

from vectorstore import UnderstoodQuestion


def searched(meant: UnderstoodQuestion) -> str | None:
    """Which words were replaced, and to which documents the search was confined; None where all is as written."""
    said = [f"“{one.searched}” in place of “{one.written}”" for one in meant.replaced]
    where = f"only in {', '.join(meant.documents)}" if meant.documents else ""
    if not said:
        return f"Searched {where}, which the question names." if where else None
    what = "Searched for " + " and ".join(said)
    return f"{what}, {where}." if where else f"{what}."
