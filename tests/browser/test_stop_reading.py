"""The reading of a folder, stopped from the page in a real browser."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, expect

from tests.fixtures.paths import APP

FILES = 1_500


def test_reading_is_stopped_by_a_button_and_what_was_read_stays(
    start: Callable[..., Any], context: BrowserContext, watched: Any, tmp_path: Path
) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    for number in range(FILES):
        (folder / f"{number:04}.txt").write_text(f"Rope {number} is kept in bay {number % 7} of the loft.")
    with start([APP, folder], tmp_path / "store") as site:
        page = context.new_page()
        watched.watch(page, site.address)
        page.goto(site.address)
        progress = page.locator("#progress")
        expect(progress).to_contain_text(f"of {FILES:,}")
        expect(progress).to_contain_text("MB")
        page.get_by_role("button", name="Stop reading").click()
        expect(progress).to_contain_text("Reading was stopped after")
        expect(page.locator("#documents h2")).not_to_have_text(f"{FILES:,} documents")
        expect(page.locator("#documents h2")).to_contain_text("documents")
    assert watched.wrong == []
