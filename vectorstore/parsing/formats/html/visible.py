"""What of an HTML tree a browser shows."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

# Never shown, and no place to hide text in: code, styles, and what stands in for something else. Not the head, where
# libxml2 also puts the first elements that are younger than HTML 4.
DROPPED = frozenset(
    "script style template noscript title iframe object embed applet canvas audio video datalist "
    "annotation annotation-xml defs desc metadata".split()
)
HIDING_STYLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))", re.I)
# Pages use no-break spaces to set things apart, which is layout and not text.
WHITE_SPACE = re.compile("[ \t\n\r\f\u00a0]+")

Step = tuple[str, HtmlElement, str]
"""("start" or "end", element, "") or ("text" or "hidden", its element, the text)."""


def tag_of(element: HtmlElement) -> str:
    """The name of an element without a namespace, or nothing for a comment."""
    return element.tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(element.tag, str) else ""


def steps(root: HtmlElement) -> Iterator[Step]:
    """The shown elements and texts in order; a hidden element is one step that carries its text."""
    # A loop and not recursion: pages can be nested thousands deep.
    waiting: list[Step] = [("start", root, "")]
    while waiting:
        step, element, text = waiting.pop()
        if step == "start" and _is_dropped(element):
            continue
        if step == "start" and _is_hidden(element):
            yield "hidden", element, _hidden_text(element)
            continue
        if step != "text" or text:
            yield step, element, text
        if step == "start":
            waiting.append(("end", element, ""))
            for child in reversed(element):
                waiting += [("text", element, child.tail or ""), ("start", child, "")]
            waiting.append(("text", element, element.text or ""))


def _is_dropped(element: HtmlElement) -> bool:
    """Whether an element is never text on the page."""
    tag = tag_of(element)
    return not tag or tag in DROPPED


def _is_hidden(element: HtmlElement) -> bool:
    """Whether an element hides the text that it holds."""
    attributes = element.attrib
    if "hidden" in attributes or HIDING_STYLE.search(attributes.get("style", "")):
        return True
    return tag_of(element) == "dialog" and "open" not in attributes


def _hidden_text(element: HtmlElement) -> str:
    """The text that an element would show."""
    texts: list[str] = []
    waiting = [element]
    while waiting:
        here = waiting.pop()
        texts += [here.text or "", *(child.tail or "" for child in here)]
        waiting += [child for child in here if not _is_dropped(child)]
    return WHITE_SPACE.sub(" ", "".join(texts)).strip()
