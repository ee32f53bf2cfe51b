"""Text becomes HTML that says exactly that text, and nothing else."""

from html import escape
from urllib.parse import urlencode


def text(value: str) -> str:
    """The text as HTML; a carriage return survives, which HTML would otherwise turn into a line feed."""
    return escape(value, quote=True).replace("\r", "&#13;")


def attributes(values: dict[str, object]) -> str:
    """The values as ` data-name="value"` attributes."""
    return "".join(f' data-{name}="{text(str(value))}"' for name, value in values.items())


def address(path: str, **query: str) -> str:
    """A link on this server, ready to stand in an attribute."""
    return text(f"{path}?{urlencode(query)}")
