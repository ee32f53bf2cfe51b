"""How the page looks and is worked: narrow and wide, light and dark, by keyboard, for those who hear it."""

import os
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.contrast import faint_texts
from tests.fixtures.paths import ROOT

Visit = Callable[..., Page]
Ask = Callable[[Page, str], None]

QUESTION = "How long does it take to switch?"
REFUSED = "Who won the 1998 world cup in France?"

# What reaches beyond the window's right edge, or is wider than its own box lets be seen.
TOO_WIDE = """() => [...document.querySelectorAll("#masthead *, #layout *")]
  .filter((node) => node.checkVisibility() && node.getBoundingClientRect().width > 0)
  .filter((node) => node.getBoundingClientRect().right > innerWidth + 1)
  .map((node) => node.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read(visit: Visit, ask: Ask, scheme: str) -> None:
    page = visit(color_scheme=scheme)
    page.locator(".welcome [data-ask]").first.wait_for()
    assert faint_texts(page, ".gradio-container") == []
    ask(page, QUESTION)
    ask(page, REFUSED)
    page.locator("#documents summary").first.click()
    page.locator("#documents .confirm summary").first.click()
    page.locator("a.cite").first.click()
    page.locator("#viewer mark").wait_for()
    assert faint_texts(page, ".gradio-container") == []


def test_light_and_dark_follow_the_browser(visit: Visit) -> None:
    background = "getComputedStyle(document.body).backgroundColor"
    assert visit(color_scheme="light").evaluate(background) == "rgb(251, 250, 246)"
    assert visit(color_scheme="dark").evaluate(background) == "rgb(25, 24, 22)"


def test_a_narrow_page_has_all_of_it(visit: Visit, ask: Ask) -> None:
    page = visit()
    page.set_viewport_size({"width": 400, "height": 800})
    ask(page, QUESTION)
    ask(page, REFUSED)
    assert page.evaluate(TOO_WIDE) == []
    expect(page.locator("#documents-panel")).to_be_hidden()

    page.get_by_role("button", name="Documents").click()
    expect(page.locator("#documents-panel")).to_be_visible()
    expect(page.locator("#documents li").last).to_be_attached()
    assert page.evaluate(TOO_WIDE) == []
    page.keyboard.press("Escape")
    expect(page.locator("#documents-panel")).to_be_hidden()

    page.locator("a.cite").first.click()
    viewer = page.locator("#viewer")
    expect(page.locator("#viewer mark")).to_be_in_viewport()
    box = viewer.bounding_box()
    assert box and box["width"] == 400 and box["height"] == 800
    assert page.locator("#chat").evaluate("node => node.inert")
    assert page.evaluate(TOO_WIDE) == []
    page.get_by_role("button", name="Close").click()
    expect(viewer).to_be_hidden()
    assert not page.locator("#chat").evaluate("node => node.inert")


def test_it_can_be_worked_by_keyboard(visit: Visit) -> None:
    page = visit()
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    page.keyboard.type(QUESTION)
    page.keyboard.press("Shift+Enter")
    assert page.locator("#question textarea").input_value() == f"{QUESTION}\n"
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    page.locator(".exchange.done").wait_for()

    cite = page.locator("a.cite").first
    cite.focus()
    assert cite.evaluate("node => getComputedStyle(node).outlineStyle") == "solid"
    assert (cite.get_attribute("aria-label") or "").startswith("Source 1: faq.md")
    page.keyboard.press("Enter")
    mark = page.locator("#viewer mark")
    expect(mark).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#viewer")).to_be_hidden()
    expect(cite).to_be_focused()

    page.locator(".cited .place").first.focus()
    page.keyboard.press("Enter")
    expect(mark).to_be_focused()
    page.keyboard.press("Escape")
    page.locator("#question textarea").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Ask"


def test_everything_that_can_be_worked_has_a_name(visit: Visit, ask: Ask) -> None:
    page = visit()
    ask(page, QUESTION)
    page.locator("#documents summary").first.click()
    for role in ("button", "link", "textbox", "checkbox", "combobox"):
        for element in page.get_by_role(role).all():
            name = element.evaluate(
                "node => node.ariaLabel || node.innerText || node.labels?.[0]?.innerText || node.placeholder"
            )
            assert name and name.strip(), element.evaluate("node => node.outerHTML")


def test_the_viewer_leaves_the_chat_beside_it(visit: Visit, ask: Ask) -> None:
    page = visit()
    ask(page, QUESTION)
    page.locator("a.cite").first.click()
    page.locator("#viewer mark").wait_for()
    chat, viewer = page.locator("#chat").bounding_box(), page.locator("#viewer").bounding_box()
    assert chat and viewer and chat["x"] + chat["width"] <= viewer["x"] + 1
    assert chat["width"] > 400 and viewer["width"] > 400
    assert page.evaluate(TOO_WIDE) == []


def test_the_same_document_is_not_sent_twice(visit: Visit, ask: Ask) -> None:
    page = visit()
    ask(page, QUESTION)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if "/documents/text" in request.url else None)
    for _ in range(3):
        page.locator("a.cite").first.click()
        page.locator("#viewer mark").wait_for()
        page.keyboard.press("Escape")
    assert len(sent) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_evaluate_view_can_be_read_at_any_width(visit: Visit, site: Any, scheme: str) -> None:
    page = visit(color_scheme=scheme)
    page.get_by_role("link", name="Evaluate").click()
    expect(page.locator("#progress .pending")).to_have_count(0)  # documents have been read
    page.locator("#pairs summary").click()
    pairs = '{"question": "Who can join?", "evidence": [{"document": "no such.md"}]}\n{"question": "How?"}'
    page.locator("#pairs [name=pairs]").set_input_files(
        {"name": f"{'pairs ' * 30}.jsonl", "mimeType": "text/plain", "buffer": pairs.encode()}
    )
    page.get_by_role("button", name="Start", exact=True).click()
    page.locator("#evaluation .headline").wait_for()
    page.locator("#evaluation .skipped summary").click()
    for width in (390, 700, 1024, 1600):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(TOO_WIDE) == []
        assert faint_texts(page, ".gradio-container") == []
    page.set_viewport_size({"width": 390, "height": 800})
    page.get_by_role("button", name="Read the report").click()
    frame = page.locator("#report iframe").bounding_box()
    assert frame and frame["width"] == 390 and frame["height"] > 600
    assert faint_texts(page, ".gradio-container") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_form_about_an_answer_can_be_read_at_any_width(visit: Visit, ask: Ask, scheme: str) -> None:
    page = visit(color_scheme=scheme)
    page.set_viewport_size({"width": 390, "height": 800})
    ask(page, QUESTION)
    page.get_by_role("button", name="Something is wrong").click()
    expect(page.locator("form.feedback option", has_text="faq.md")).to_be_attached()
    expect(page.get_by_role("button", name="Save")).to_be_in_viewport()
    for width in (390, 1600):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(TOO_WIDE) == []
        assert faint_texts(page, ".gradio-container") == []
    page.get_by_role("button", name="Save").click()
    page.locator("form.feedback code").wait_for()
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate(TOO_WIDE) == []
    assert faint_texts(page, ".gradio-container") == []


def test_each_view_has_an_address(visit: Visit) -> None:
    page = visit()
    link = page.get_by_role("link", name="Evaluate")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#pairs")).to_be_visible()
    expect(page.locator("#chat")).to_be_hidden()
    assert link.get_attribute("aria-current") == "page"
    page.reload()
    expect(page.locator("#pairs")).to_be_visible()
    page.go_back()
    expect(page.locator("#chat")).to_be_visible()


@pytest.mark.skipif("FOOTNOTE_SCREENSHOT" not in os.environ, reason="writes docs/screenshot.png when it is asked to")
def test_the_screenshot_of_the_readme(visit: Visit, ask: Ask) -> None:
    page = visit()
    ask(page, "How long can the data link to a turbine be lost?")
    page.locator("a.cite").first.click()
    page.locator("#viewer mark").wait_for()
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement.blur()")
    page.screenshot(path=ROOT / "docs" / "screenshot.png")
