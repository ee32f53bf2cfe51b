"""The words sent to a language model, from the Markdown files in `prompts/`."""

from pathlib import Path
from string import Template

FOLDER = Path(__file__).parents[1] / "prompts"


def render(name: str, **words: str) -> str:
    """A prompt with its variables filled in; raises KeyError for one that is missing."""
    return Template((FOLDER / f"{name}.md").read_text(encoding="utf-8")).substitute(words)
