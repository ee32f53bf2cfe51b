"""A run, and its report opened as a file in a real browser with nothing else to be had."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from qa.evaluation import Run
from tests.browser.report.cases import answered, failed, refused
from tests.browser.report.opened import Visit


@pytest.fixture(scope="module")
def run() -> Run:
    outcomes = (*(answered(number, right=number % 3 > 0) for number in range(40)), refused(), failed())
    return Run(made_with={"footnote": "0.1.0", "model": "extractive"}, results=outcomes)


@pytest.fixture
def visit(browser: Browser, tmp_path: Path) -> Iterator[Visit]:
    """Opens a report as a file; at the end nothing was asked for but the file, and nothing went wrong."""
    wrong: list[str] = []
    pages: list[Page] = []

    def visit(html: str, width: int = 1280, **options: object) -> Page:
        file = tmp_path / "report.html"
        file.write_text(html, encoding="utf-8")
        page = browser.new_page(viewport={"width": width, "height": 800}, **options)
        page.set_default_timeout(10_000)
        page.on("request", lambda r: wrong.append(r.url) if r.url != file.as_uri() else None)
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
        page.route(re.compile(r"^(?!file:)"), lambda route: route.abort())
        page.goto(file.as_uri())
        pages.append(page)
        return page

    yield visit
    for page in pages:
        page.close()
    assert wrong == []
