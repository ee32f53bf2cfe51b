"""The commands that keep a store, as a person meets them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.fixtures.table import TableEmbedder
from vectorstore import Library

Footnote = Callable[..., Any]


def test_a_store_is_verified_kept_emptied_with_a_receipt_and_brought_back(
    footnote: Footnote, folder: Path, store: Path
) -> None:
    (folder / "lamp.md").write_text("# The lamp\n\nThe xylorimba of the lighthouse sounds every 12 seconds.\n")
    (folder / "rope.md").write_text("# The rope\n\nThe rope is kept in the loft.\n")
    assert "lamp.md: added" in footnote("sync", folder).out
    (folder / "rope.md").rename(folder / "line.md")
    assert footnote("sync", folder).out == "line.md: renamed from rope.md\n"
    assert "all is as it should be" in footnote("verify").err

    kept = store.with_name("kept")
    footnote("backup", kept)
    assert "exists already" in footnote("backup", kept, code=3).err

    receipt = footnote("remove", "lamp.md", "--receipt").out
    assert receipt.startswith("lamp.md: removed") and receipt.rstrip().endswith(": 0 found")
    assert not [p for p in store.rglob("*") if p.is_file() and b"xylorimba" in p.read_bytes()]

    back = store.with_name("back")
    footnote("restore", kept, "--store", back)
    assert [d["name"] for d in json.loads(footnote("list", "--json", "--store", back).out)["documents"]] == [
        "lamp.md",
        "line.md",
    ]
    assert "holds a library already" in footnote("restore", kept, "--store", back, code=3).err


def test_damage_is_told_and_mended(footnote: Footnote, store: Path, folder: Path) -> None:
    (folder / "rope.md").write_text("# The rope\n\nThe rope is kept in the loft.\n")
    footnote("sync", folder)
    (store / "index").mkdir(exist_ok=True)
    (store / "index" / "current").write_text("gen-7")
    faults = json.loads(footnote("verify", "--json", code=1).out)["faults"]
    assert len(faults) == 1 and "footnote rebuild" in faults[0]
    footnote("rebuild")
    footnote("verify")


def test_another_model_is_named_with_both_ways_out(footnote: Footnote, store: Path, folder: Path) -> None:
    (folder / "rope.md").write_text("The rope is kept in the loft.")
    Library.open(store, TableEmbedder()).sync(folder)
    (line,) = footnote("ask", "Where is the rope?", code=3).err.splitlines()
    assert "FOOTNOTE_EMBEDDING=table" in line and "footnote rebuild --embed" in line
    footnote("rebuild", "--embed")
    assert "[1] rope.md" in footnote("ask", "Where is the rope kept?").out
