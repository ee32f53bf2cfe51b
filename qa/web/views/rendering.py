"""The page's Jinja environment: a template and values become HTML that shows exactly these values."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape


def _exact(value: object) -> Markup:
    """The value as HTML; a browser would turn a plain carriage return into a line feed, so it becomes a reference."""
    return escape(value).replace("\r", Markup("&#13;"))


_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parents[1] / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    finalize=_exact,
)


def render(template: str, **values: object) -> str:
    """The HTML of a template, named by its path in the folder of templates, with values filled in."""
    return _ENVIRONMENT.get_template(template).render(values)
