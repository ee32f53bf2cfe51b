"""Hostile file names, titles, texts, questions and answers in a real browser: they are seen, and nothing happens."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.contrast import faint_texts

Send = Callable[[Page, str], None]

# Elements and attributes that a string would bring along if it were read as HTML.
INJECTED = """() => {
  const ours = document.querySelectorAll("#documents, #conversation, #viewer, #welcome, #notice, #progress");
  const found = [];
  const strange = /^(script|img|svg|iframe|style|object|embed|link|meta|base|form|textarea|math|video)$/;
  for (const part of ours) for (const node of part.querySelectorAll("*")) {
    const tag = node.tagName.toLowerCase();
    if (strange.test(tag)) found.push(tag);
    for (const { name } of node.attributes) if (/^on|^srcdoc$|^autofocus$/.test(name)) found.push(name);
    if (node.href && new URL(node.href).origin !== location.origin) found.push(node.href);
  }
  return found;
}"""


@pytest.fixture
def page(context: BrowserContext, scripted_site: Any, watched: Any) -> Iterator[Page]:
    page = context.new_page()
    watched.watch(page, scripted_site.address)
    page.goto(scripted_site.address)
    page.locator("#documents li[data-document]").nth(19).wait_for()
    yield page
    assert watched.wrong == []


def test_hostile_documents_are_listed_and_read(page: Page, hostile_strings: tuple[str, ...]) -> None:
    for number, hostile in enumerate(hostile_strings):
        row = page.locator("#documents li[data-document]").nth(number)
        row.locator("summary").first.click()
        row.get_by_role("button", name="Read").click()
        name = row.get_attribute("data-document")
        expect(page.locator("#viewer .name bdi")).to_have_text(name or "")
        text = page.locator("#viewer .text")
        expect(text).to_contain_text(f"{number} is what this says")
        assert f"# {hostile}" in (text.text_content() or "")
        page.keyboard.press("Escape")
    assert page.evaluate(INJECTED) == []


def test_hostile_questions_and_answers_are_only_text(page: Page, send: Send, hostile_strings: tuple[str, ...]) -> None:
    for number, hostile in enumerate(hostile_strings):
        send(page, hostile)
        exchange = page.locator(".exchange.done").nth(number)
        exchange.wait_for()
        assert exchange.locator(".question").text_content() == hostile
        answer = exchange.locator(".answer").text_content() or ""
        assert answer.startswith(hostile)
        exchange.locator("a.cite").last.click()
        quote = exchange.locator(".cited").last.get_attribute("data-quote")
        page.wait_for_function("said => document.querySelector('#viewer mark')?.textContent === said", arg=quote)
    assert page.evaluate(INJECTED) == []
    page.reload()
    page.locator(".exchange").nth(19).wait_for()
    assert page.evaluate(INJECTED) == []


def test_hostile_reasons_and_passages_are_only_text(page: Page, send: Send, hostile_strings: tuple[str, ...]) -> None:
    for number, hostile in enumerate(hostile_strings):
        send(page, f"{hostile} refuse")
        page.locator(".exchange.done .refusal").nth(number).wait_for()
    assert page.evaluate(INJECTED) == []


def test_an_answer_grows_and_can_be_stopped(page: Page, send: Send) -> None:
    send(page, "say it slowly " + "word " * 40)
    answer = page.locator(".exchange.running .answer")
    answer.wait_for()
    before = answer.inner_text()
    expect(answer).not_to_have_text(before)
    assert len(answer.inner_text()) > len(before)
    page.locator("#question textarea").fill("typed meanwhile")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".exchange")).to_have_class("exchange stopped")
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    assert page.locator("#question textarea").input_value() == "typed meanwhile"
    stopped = page.locator(".exchange .answer").inner_text()
    page.wait_for_timeout(600)
    assert page.locator(".exchange .answer").inner_text() == stopped


def test_a_reload_while_an_answer_grows_keeps_what_was_said(page: Page, send: Send) -> None:
    send(page, "say it slowly " + "word " * 40)
    page.locator(".exchange.running .answer").wait_for()
    page.wait_for_timeout(500)
    page.reload()
    expect(page.locator(".exchange.stopped .answer")).to_contain_text("say it")


def test_a_new_chat_ends_the_running_answer(page: Page, send: Send) -> None:
    send(page, "say it slowly " + "word " * 40)
    page.locator(".exchange.running .answer").wait_for()
    page.locator("#new").click()
    expect(page.locator(".exchange")).to_have_count(0)
    page.wait_for_timeout(600)
    expect(page.locator(".exchange")).to_have_count(0)
    expect(page.locator(".welcome")).to_be_visible()


def test_an_error_shows_nothing_of_the_inside(page: Page, send: Send) -> None:
    send(page, "break")
    expect(page.locator(".exchange .failure")).to_have_text("Something went wrong; the terminal says more.")
    assert "inside of the machine" not in page.locator("body").inner_text()


def test_an_uncertain_answer_says_so_and_explains_it(page: Page, send: Send) -> None:
    send(page, "perhaps")
    exchange = page.locator(".exchange.done")
    expect(exchange.locator(".may-answer")).to_have_text("This may answer it")
    meaning = exchange.locator(".verdict-meaning")
    expect(meaning.locator("p")).to_be_hidden()
    meaning.get_by_text("Uncertain").click()
    expect(meaning.locator("p")).to_contain_text("your documents answer about 31")
    assert faint_texts(page, "#conversation") == []


def test_the_rewritten_question_and_the_answerer_are_shown(page: Page, send: Send) -> None:
    send(page, "<b>who</b>")
    exchange = page.locator(".exchange.done")
    expect(exchange).to_contain_text("Read as: <b>who</b> again", use_inner_text=True)
    expect(exchange.locator(".colophon")).to_contain_text("Written by <b>who</b>")
    expect(exchange.locator(".unchecked")).to_have_text("not checked")
