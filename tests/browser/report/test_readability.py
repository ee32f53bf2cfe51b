"""The report of a run can be read: in light and dark, narrow and wide, heard, typed and printed."""

from itertools import pairwise

import pytest
from playwright.sync_api import expect

from qa.evaluation import Run, compare
from qa.evaluation.report.page import report_page as report
from tests.browser.contrast import faint_texts
from tests.browser.report.opened import TOO_WIDE, Visit, case, open_all


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read(run: Run, visit: Visit, scheme: str) -> None:
    before = tuple(o.model_copy(update={"values": o.values | {"right": 1.0}}) for o in run.results)
    html = report(run, compare(run.model_copy(update={"results": before}), run))
    page = visit(html, color_scheme=scheme)
    open_all(page)
    background = "rgb(251, 250, 246)" if scheme == "light" else "rgb(25, 24, 22)"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == background
    assert faint_texts(page) == []


@pytest.mark.parametrize("width", [360, 1600])
def test_nothing_reaches_beyond_the_window(run: Run, visit: Visit, width: int) -> None:
    page = visit(report(run, compare(run, run)), width=width)
    open_all(page)
    assert page.evaluate(TOO_WIDE) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_it_is_well_formed_for_those_who_hear_it_or_type(run: Run, visit: Visit) -> None:
    page = visit(report(run, compare(run, run)))
    open_all(page)
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4,h5')].map((node) => +node.tagName[1])")
    assert levels[0] == 1 and all(after <= before + 1 for before, after in pairwise(levels))
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((node) => node.id)")
    assert len(ids) == len(set(ids))
    targets = page.evaluate("[...document.querySelectorAll('a[href]')].map((a) => a.getAttribute('href').slice(1))")
    assert set(targets) <= set(ids)
    assert page.locator("table").count() == page.locator("table > caption").count()
    page.locator("#words").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.keyboard.press("Enter")
    assert not page.locator("#case-1").evaluate("node => node.open")


def test_on_paper_the_cases_are_open(run: Run, visit: Visit) -> None:
    page = visit(report(run), color_scheme="dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(251, 250, 246)"
    expect(case(page, "q1").locator(".answer")).to_be_visible()
