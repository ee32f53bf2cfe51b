"""Real files of every kind: each gives sound text or one clear line."""

import os
from pathlib import Path

import pytest

from tests.fixtures.paths import ROOT
from vectorstore.errors import UnreadableFile
from vectorstore.parsing import SUFFIXES, Sandbox

DOCUMENTS = Path(os.environ.get("FOOTNOTE_DATA", ROOT.parent / "shared" / "data")) / "documents"
COLLECTIONS = ("docling", "pypdf", "unstructured", "verapdf")


@pytest.fixture(scope="module")
def shared_sandbox():
    with Sandbox() as sandbox:
        yield sandbox


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_real_documents(collection, shared_sandbox, sound):
    if not DOCUMENTS.is_dir():
        pytest.skip("no real documents: set FOOTNOTE_DATA to the folder that holds documents/")
    texts = 0
    for path in sorted((DOCUMENTS / collection).iterdir()):
        try:
            sound(shared_sandbox.parse(path))
            texts += 1
        except UnreadableFile as error:
            line = str(error)
            assert line.startswith(f"{path.name}: ")
            assert "\n" not in line
            assert not any(word in line for word in ("crashed", "took longer", "memory", "not quite"))
            assert line.endswith(".")
    assert texts


@pytest.mark.parametrize(
    "path", sorted(p for p in (ROOT / "samples").glob("*") if p.suffix in SUFFIXES), ids=lambda p: p.name
)
def test_the_samples_are_read(path, shared_sandbox, sound):
    source = sound(shared_sandbox.parse(path))
    assert len(source.blocks) > 5
    assert not any("�" in part for part in (source.text, source.title))
