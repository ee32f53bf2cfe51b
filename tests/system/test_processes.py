"""Two processes on one store: answers are present ones while another writes, a second writer is told who writes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa import Service, Settings
from tests.fixtures.processes import footnote, wait_until
from tests.fixtures.sites import Site, Start
from vectorstore.errors import StoreBusy

FILES = 40


@pytest.fixture
def site(start: Start, folder: Path, tmp_path: Path) -> Iterator[Site]:
    for number in range(FILES):
        facts = "\n\n".join(
            f"Crate {number}-{part} holds {part + 3} coils of rope and stands in bay {number * 7 + part}. " * 6
            for part in range(8)
        )
        (folder / f"{number:02}.md").write_text(
            f"# Crate list {number}\n\nList {number} was checked by hand.\n\n{facts}\n"
        )
    with start(["-m", "qa", "serve", folder], tmp_path / "store") as site:
        yield site


def test_ask_while_serve_syncs_and_a_second_writer_is_told_who_holds_the_lock(site: Site, tmp_path: Path) -> None:
    store = site.store
    wait_until((store / "writer.json").exists)
    extra = tmp_path / "extra.txt"
    extra.write_text("The extra list was checked by hand.")
    refused = footnote("add", extra, store=store, code=3)
    assert f"process {site.process.pid} (sync of" in refused.stderr and len(refused.stderr.splitlines()) == 1

    here = Service.open(Settings(store=store))
    listed = here.library.documents()
    answer = here.ask("Who checked list 0 by hand?")
    now = here.library.documents()
    assert {passage.document for passage in answer.passages} <= {document.name for document in now}
    assert len(listed) <= len(now) <= FILES

    wait_until(lambda: not (store / "writer.json").exists())
    last = here.ask(f"How was list {FILES - 1} checked?")
    assert last.passages[0].document == f"{FILES - 1:02}.md"

    def is_added() -> bool:
        try:
            return here.library.add([extra]).files[0].status == "added"
        except StoreBusy:  # the index is still being built
            return False

    wait_until(is_added)
