"""The page in a real browser, over the running server and the real engine."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.fixtures.paths import SAMPLES

LIGHTHOUSE = (
    "# The lighthouse of Sael\r\n\r\n😀 It stands on the skerry.\r\n\r\n"
    "The lamp was first lit on 3 March 1871 by Ada Quill.\r\n"
)
QUESTION = "When was the lamp first lit?"
KEEPERS = "# The keepers\n\nThe keepers drew 14 litres of oil from the tank each night.\n"

Visit = Callable[..., Page]
Ask = Callable[[Page, str], None]
Choose = Callable[[Page, str], None]


def add(page: Page, *files: tuple[str, str]) -> None:
    """Upload files and wait until each has its outcome."""
    payload = [{"name": name, "mimeType": "text/plain", "buffer": text.encode()} for name, text in files]
    page.locator("#upload input[type=file]").set_input_files(payload)
    expect(page.locator("#upload li:not(.waiting, .reading)")).to_have_count(len(files))


def exchanges(page: Page) -> list[str]:
    return page.locator(".exchange .question").all_inner_texts()


def test_upload_ask_open_the_footnote_remove_ask_again(visit: Visit, ask: Ask, new_collection: Choose) -> None:
    page = visit()
    new_collection(page, "lighthouse")
    add(page, ("lighthouse.md", LIGHTHOUSE), ("keepers.md", KEEPERS))
    expect(page.locator("#documents h2")).to_have_text("2 documents")

    ask(page, QUESTION)
    expect(page.locator(".exchange .answer")).to_contain_text("3 March 1871")
    page.locator("a.cite", has_text="[1]").first.click()
    mark = page.locator("#viewer mark")
    expect(mark).to_be_in_viewport()
    quote = page.locator("#c-0-1").get_attribute("data-quote")
    assert mark.text_content() == quote
    assert "3 March 1871" in (quote or "")
    assert "3 March 1871" not in page.locator(".sources").inner_text()
    assert page.locator("#viewer .text").text_content() == LIGHTHOUSE
    assert page.evaluate("document.activeElement === document.querySelector('#viewer mark')")

    row = page.locator('#documents li[data-document="lighthouse.md"]')
    row.locator("summary", has_text="lighthouse.md").click()
    row.locator("summary", has_text="Remove").click()
    row.get_by_role("button", name="Remove it").click()
    expect(page.locator("#notice")).to_contain_text("lighthouse.md was removed")
    expect(page.locator("#documents h2")).to_have_text("1 document")
    expect(page.locator("#viewer")).to_be_hidden()
    ask(page, QUESTION)
    expect(page.locator(".exchange").nth(1).locator(".refusal")).to_be_visible()


def test_a_reload_keeps_the_conversation_and_its_footnotes(visit: Visit, ask: Ask) -> None:
    page = visit()
    ask(page, "How long does it take to switch?")
    answer = page.locator(".exchange .answer").inner_text()
    page.reload()
    expect(page.locator(".exchange .answer")).to_have_text(answer, use_inner_text=True)
    page.locator("a.cite").first.click()
    assert page.locator("#viewer mark").text_content() == page.locator("#c-0-1").get_attribute("data-quote")


def test_two_tabs_are_two_conversations(visit: Visit, ask: Ask) -> None:
    one, two = visit(), visit()
    ask(one, "Who can join?")
    ask(two, "How often am I billed?")
    for page, asked in ((one, ["Who can join?"]), (two, ["How often am I billed?"])):
        assert exchanges(page) == asked
        page.reload()
        page.locator(".exchange.done").wait_for()
        assert exchanges(page) == asked


def test_a_tab_opened_later_offers_the_last_conversation(visit: Visit, ask: Ask) -> None:
    first = visit()
    ask(first, "Who can join?")
    first.close()
    page = visit()
    assert exchanges(page) == []
    page.get_by_role("button", name="Continue the last conversation").click()
    page.locator(".exchange.done").wait_for()
    page.locator("#new").click()
    expect(page.locator(".exchange")).to_have_count(0)
    page.reload()
    expect(page.locator(".welcome")).to_be_visible()
    expect(page.locator("[data-resume]")).to_be_hidden()


def test_garbage_in_the_browser_is_left_aside(visit: Visit, ask: Ask) -> None:
    page = visit()
    for garbage in ("{", json.dumps({"version": 1, "exchanges": [{"x": 1}]}), json.dumps([1]), "null"):
        page.evaluate("garbage => sessionStorage.setItem('footnote.conversation', garbage)", garbage)
        page.reload()
        expect(page.locator(".welcome")).to_be_visible()
    ask(page, "Who can join?")


def test_a_question_can_be_put_to_chosen_documents(visit: Visit, ask: Ask, new_collection: Choose) -> None:
    page = visit()
    new_collection(page, "chosen")
    add(page, ("lighthouse.md", LIGHTHOUSE), ("keepers.md", KEEPERS))
    page.get_by_label("Ask keepers.md").check()
    expect(page.locator("#chosen")).to_contain_text("Asking only 1 chosen document")
    ask(page, QUESTION)
    expect(page.locator(".exchange")).to_contain_text("Asked of keepers.md")
    assert "1871" not in page.locator(".exchange").inner_text().split(QUESTION)[1]
    page.get_by_role("button", name="Ask all").click()
    expect(page.get_by_label("Ask keepers.md")).not_to_be_checked()
    ask(page, QUESTION)
    expect(page.locator(".exchange").nth(1).locator(".answer")).to_contain_text("1871")


def test_a_document_that_has_changed_is_not_highlighted(visit: Visit, ask: Ask, new_collection: Choose) -> None:
    page = visit()
    new_collection(page, "changing")
    add(page, ("lighthouse.md", LIGHTHOUSE))
    ask(page, QUESTION)
    page.locator("a.cite").first.click()
    expect(page.locator("#viewer mark")).to_be_visible()
    add(page, ("lighthouse.md", LIGHTHOUSE.replace("skerry", "rock")))
    expect(page.locator("#upload li")).to_contain_text("was added in place of the earlier one")
    page.keyboard.press("Escape")
    page.reload()
    page.locator("a.cite").first.click()
    expect(page.locator("#viewer .note")).to_contain_text("no longer has these words")
    expect(page.locator("#viewer mark")).to_have_count(0)


def test_a_file_that_cannot_be_read_says_why_and_keeps_the_others(visit: Visit, new_collection: Choose) -> None:
    page = visit()
    new_collection(page, "mixed")
    add(page, ("empty.pdf", ""), ("keepers.md", KEEPERS), ("program.exe", "MZ\0\1"))
    lines = page.locator("#upload li")
    expect(lines.nth(0)).to_contain_text("empty")
    expect(lines.nth(1)).to_have_text("keepers.md was added")
    expect(lines.nth(2)).to_have_class("skipped")
    assert "Traceback" not in page.locator("body").inner_text()
    expect(page.locator("#documents h2")).to_have_text("1 document")


def test_files_can_be_dropped(visit: Visit, new_collection: Choose) -> None:
    page = visit()
    new_collection(page, "dropped")
    page.evaluate(
        """text => {
            const files = new DataTransfer();
            for (const name of ["a.md", "b.md"]) files.items.add(new File([name + text], name));
            document.querySelector("#upload .drop").dispatchEvent(
                new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: files }));
        }""",
        KEEPERS,
    )
    expect(page.locator("#documents h2")).to_have_text("2 documents")


def test_an_answer_can_be_taken_along(visit: Visit, ask: Ask) -> None:
    page = visit()
    ask(page, "How long does it take to switch?")
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert Path(download.value.path()).read_text("utf-8") == copied
    assert copied.startswith("## How long does it take to switch?")
    assert "[^1]: faq.md" in copied


def test_an_example_is_asked_with_one_click(visit: Visit) -> None:
    page = visit()
    example = page.locator(".welcome [data-ask]").first
    question = example.inner_text()
    example.click()
    page.locator(".exchange.done").wait_for()
    assert exchanges(page) == [question]
    assert page.locator(".exchange .refusal").count() == 0


def test_the_original_opens_by_its_name(visit: Visit) -> None:
    page = visit()
    row = page.locator('#documents li[data-document="faq.md"]')
    row.locator("summary").first.click()
    with page.expect_download() as download:
        row.get_by_role("link", name="Original").click()
    assert download.value.suggested_filename == "faq.md"
    assert Path(download.value.path()).read_bytes() == (SAMPLES / "faq.md").read_bytes()


def test_a_question_that_cannot_be_read_is_told_so(visit: Visit, ask: Ask) -> None:
    page = visit()
    ask(page, "x" * 100_000)
    failure = page.locator(".exchange .failure")
    expect(failure).to_contain_text("100,000 characters")
    page.locator("#new").click()
    expect(page.locator(".exchange")).to_have_count(0)


def test_an_empty_question_is_not_asked(visit: Visit, ask: Ask) -> None:
    page = visit()
    page.locator("#question textarea").fill("   ")
    with page.expect_response("**/queue/join*"):
        page.locator("#question textarea").press("Enter")
    page.wait_for_timeout(500)
    ask(page, "Who can join?")
    assert exchanges(page) == ["Who can join?"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_there_is_nothing_of_gradio_to_be_seen(visit: Visit, scheme: str) -> None:
    page = visit(color_scheme=scheme)
    text = page.locator("body").inner_text().lower()
    assert "gradio" not in text and "settings" not in text and "via api" not in text
    assert page.title() == "Footnote"


def test_page_and_server_survive_the_tour(site: Any) -> None:
    assert site.process.poll() is None
    assert "Traceback" not in "".join(site.printed)
