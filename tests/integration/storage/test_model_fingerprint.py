from pathlib import Path

import numpy as np
import pytest

from tests.fixtures.table import TableEmbedder
from vectorstore import Library
from vectorstore.errors import ModelUnavailable
from vectorstore.models.sentence_embedder import Vectors


class OtherName(TableEmbedder):
    """Another model."""

    model = "other"
    identity = "other"


class OtherWeights(TableEmbedder):
    """The same name, trained on."""

    def encode(self, texts: list[str]) -> Vectors:
        rows = super().encode(texts) + 0.05
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


class Rounded(TableEmbedder):
    """The same weights on a processor that rounds otherwise."""

    def encode(self, texts: list[str]) -> Vectors:
        rows = super().encode(texts).astype(np.float16).astype(np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture
def held(table: Library, folder: Path) -> Library:
    (folder / "a.txt").write_text("The rope is in the loft.")
    table.sync(folder)
    return table


@pytest.mark.parametrize(("other", "words"), [(OtherName, "FOOTNOTE_EMBEDDING=table"), (OtherWeights, "other weights")])
def test_another_model_is_refused_with_the_command_that_embeds_anew(
    held: Library, folder: Path, other: type[TableEmbedder], words: str
) -> None:
    (folder / "b.txt").write_text("The lamp is in the hold.")
    library = Library.open(held.store, other())
    for task in (lambda: library.search("rope"), lambda: library.sync(folder)):
        with pytest.raises(ModelUnavailable, match=words) as error:
            task()
        assert "footnote rebuild --embed" in str(error.value)
    assert [document.name for document in held.documents()] == ["a.txt"]
    assert any(words in fault for fault in library.verify())


def test_rounding_is_no_other_model(held: Library) -> None:
    assert Library.open(held.store, Rounded()).search("rope")


@pytest.mark.parametrize("other", [OtherName, OtherWeights])
def test_a_store_is_embedded_anew_from_its_own_text(held: Library, folder: Path, other: type[TableEmbedder]) -> None:
    (folder / "a.txt").unlink()
    library = Library.open(held.store, other())
    library.rebuild(embed=True)
    (hit,) = library.search("rope")
    assert hit.passage.text == "The rope is in the loft."
    with library.searcher.catalog.read() as connection:
        (vector,) = connection.execute("SELECT vector FROM passages").fetchone()
    assert np.allclose(np.frombuffer(vector, "<f4"), other().encode(["a\nThe rope is in the loft."])[0])
    assert library.verify() == ()
    with pytest.raises(ModelUnavailable):
        held.search("rope")


def test_embedding_anew_that_is_stopped_leaves_all_as_it_was(held: Library) -> None:
    def stop(progress: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Library.open(held.store, OtherName()).rebuild(embed=True, on_progress=stop)
    assert held.search("rope") and held.verify() == ()
