"""Maintenance that is under way when its process is forked."""

from threading import Event

import pytest
from langchain_core.documents import Document

from tests.fixtures.forks import forked, needs_fork
from vectorstore import Library, StoreInherited


@needs_fork
def test_a_forked_process_does_not_wait_for_its_parents_maintenance(
    table: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, go_on = Event(), Event()

    def run() -> None:
        began.set()
        assert go_on.wait(90)

    def child() -> None:
        assert not table.maintenance.is_busy
        table.settle()
        table.close()
        with pytest.raises(StoreInherited):
            table.search("rope")
        with Library.open(table.store, table.models.embedder, None) as anew:
            anew.add_documents([Document("The lamp is in the hold.", id="lamp")])

    monkeypatch.setattr(table.maintenance, "run", run)
    table.add_documents([Document("The rope is in the loft.", id="rope")])
    assert began.wait(60)
    try:
        assert table.maintenance.is_busy
        forked(child)
    finally:
        go_on.set()
    table.close()
    assert [info.name for info in table.documents()] == ["lamp", "rope"]
