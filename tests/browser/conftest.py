"""A real Chromium, and the pages that it opens watched for what they should not do."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    TimeoutError,
    expect,
    sync_playwright,
)

from tests.fixtures.sites import SECONDS, Site

expect.set_options(timeout=SECONDS * 1000)


def chromium() -> str | None:
    """Where a Chromium is."""
    named = os.environ.get("FOOTNOTE_CHROMIUM")
    return named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="module")  # a running Playwright holds the event loop that asynchronous tests elsewhere need
def browser() -> Iterator[Browser]:
    executable = chromium()
    if executable is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no Chromium: install one, or name it in FOOTNOTE_CHROMIUM")
        pytest.skip("no Chromium: install one, or name it in FOOTNOTE_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        yield browser
        browser.close()


# What Gradio logs when a page is left while a request of its own is under way.
LEFT = ("signal is aborted", "BodyStreamBuffer was aborted", "Connection errored out")


@dataclass
class Watched:
    """What pages did that they should not: dialogs, requests to elsewhere, errors."""

    wrong: list[str] = field(default_factory=list)

    def watch(self, page: Page, address: str) -> None:
        def request(request: Request) -> None:
            if not request.url.startswith((f"{address}/", "blob:", "data:")):
                self.wrong.append(f"a request to {request.url}")

        def console(message: ConsoleMessage) -> None:
            if message.type in {"error", "warning"} and not any(left in message.text for left in LEFT):
                self.wrong.append(f"{message.type}: {message.text}")

        def response(response: Response) -> None:
            if response.status >= 400:
                self.wrong.append(f"{response.status} for {response.request.method} {response.url}")

        page.on("request", request)
        page.on("response", response)
        page.on("console", console)
        page.on("dialog", lambda dialog: (self.wrong.append(f"a dialog: {dialog.message}"), dialog.dismiss()))
        page.on("pageerror", lambda error: self.wrong.append(f"an error: {error}"))


Visit = Callable[..., Page]


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One person's browser."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(SECONDS * 1000)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context
    context.close()


@pytest.fixture
def watched() -> Watched:
    return Watched()


@pytest.fixture
def visit(context: BrowserContext, site: Site, watched: Watched) -> Iterator[Visit]:
    """Opens a page in a tab of its own; at the end none has done what it should not."""

    def visit(address: str = site.address, **media: str) -> Page:
        page = context.new_page()
        watched.watch(page, address)
        if media:
            page.emulate_media(**media)
        page.goto(address)
        page.locator("#documents h2").wait_for()
        return page

    yield visit
    assert watched.wrong == []


@pytest.fixture
def ask() -> Callable[[Page, str], None]:
    """Types a question, sends it with Enter and waits for its answer."""

    def ask(page: Page, question: str) -> None:
        answered = page.locator(".exchange.done").count()
        send(page, question)
        page.locator(".exchange.done").nth(answered).wait_for()

    return ask


def send(page: Page, question: str) -> None:
    """Type a question and press Enter until it is taken: Gradio ignores it until the last answer is put away."""
    box = page.locator("#question textarea")
    asked = page.locator(".exchange").count()
    box.fill(question)
    for _ in range(SECONDS):
        box.press("Enter")
        with suppress(TimeoutError):
            page.locator(".exchange").nth(asked).wait_for(timeout=1000)
            return


@pytest.fixture(name="send")
def sending() -> Callable[[Page, str], None]:
    return send


@pytest.fixture
def new_collection() -> Callable[[Page, str], None]:
    """Begins a collection by typing its name."""

    def choose(page: Page, name: str) -> None:
        box = page.locator("#collection input")
        box.click()
        box.press("Control+A")
        page.keyboard.type(name)
        box.press("Enter")
        page.locator(f'#documents [data-collection="{name}"]').wait_for()

    return choose
