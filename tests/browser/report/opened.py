"""A report that is open in a browser: its cases, and what reaches beyond the window."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page

Visit = Callable[..., Page]

# What reaches beyond the window's right edge, other than in a table that scrolls by itself.
TOO_WIDE = """() => [...document.querySelectorAll("body *")]
  .filter((node) => node.checkVisibility() && !node.parentElement.closest(".wide, svg"))
  .filter((node) => node.getBoundingClientRect().right > innerWidth + 1)
  .map((node) => node.outerHTML.slice(0, 80))"""


def open_all(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((node) => (node.open = true))")


def case(page: Page, identifier: str) -> Locator:
    return page.locator(".case").filter(has=page.locator(".id", has_text=re.compile(f"^{identifier}$")))
