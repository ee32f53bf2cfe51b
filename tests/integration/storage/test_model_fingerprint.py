from pathlib import Path

import numpy as np
import pytest

from tests.fixtures.table import TableEmbedder
from vectorstore import Library
from vectorstore.errors import DifferentEmbedder
from vectorstore.storage import open_store
from vectorstore.types import Cure, Scope
from vectorstore.vectors import Vectors


class OtherName(TableEmbedder):
    """Another model."""

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


@pytest.mark.parametrize(
    ("other", "words"), [(OtherName, "made with the embedding model table, not other"), (OtherWeights, "other weights")]
)
def test_another_model_is_refused_and_both_are_named(
    held: Library, folder: Path, other: type[TableEmbedder], words: str
) -> None:
    (folder / "b.txt").write_text("The lamp is in the hold.")
    library = Library.open(held.store, other())
    for task in (lambda: library.search("rope"), lambda: library.sync(folder)):
        with pytest.raises(DifferentEmbedder, match=words) as error:
            task()
        assert error.value.code == "different_embedder"
        assert error.value.facts == {"made_with": "table", "model": other.identity}
    assert [document.name for document in held.documents()] == ["a.txt"]
    (fault,) = library.verify()
    assert words in fault.message and fault.cure is Cure.REBUILD_EMBEDDINGS


def test_rounding_is_no_other_model(held: Library) -> None:
    assert Library.open(held.store, Rounded()).search("rope")


@pytest.mark.parametrize("other", [OtherName, OtherWeights])
def test_a_store_is_embedded_anew_from_its_own_text(held: Library, folder: Path, other: type[TableEmbedder]) -> None:
    (folder / "a.txt").unlink()
    library = Library.open(held.store, other())
    library.rebuild(embed=True)
    (hit,) = library.search("rope")
    assert hit.passage.text == "The rope is in the loft."
    with open_store(library.store).read() as snapshot:
        ((_, vectors),) = snapshot.vectors(Scope("default"))
    assert np.allclose(vectors, other().encode(["a\nThe rope is in the loft."]))
    assert library.verify() == ()
    with pytest.raises(DifferentEmbedder):
        held.search("rope")


def test_embedding_anew_that_is_stopped_leaves_all_as_it_was(held: Library) -> None:
    def stop(progress: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Library.open(held.store, OtherName()).rebuild(embed=True, on_progress=stop)
    assert held.search("rope") and held.verify() == ()
