"""Real files of every kind: each gives sound text or one clear line."""

import pytest

from tests.fixtures.paths import SAMPLES
from vectorstore.errors import UnreadableFile
from vectorstore.parsing import SUFFIXES, Sandbox

COLLECTIONS = ("docling", "pypdf", "unstructured", "verapdf")


@pytest.fixture(scope="module")
def shared_sandbox():
    with Sandbox() as sandbox:
        yield sandbox


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_real_documents(collection, data, shared_sandbox, sound):
    texts = 0
    for path in sorted((data / "documents" / collection).iterdir()):
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


@pytest.mark.parametrize("path", sorted(p for p in SAMPLES.iterdir() if p.suffix in SUFFIXES), ids=lambda p: p.name)
def test_the_samples_are_read(path, shared_sandbox, sound):
    source = sound(shared_sandbox.parse(path))
    assert len(source.blocks) > 5
    assert not any("�" in part for part in (source.text, source.title))
