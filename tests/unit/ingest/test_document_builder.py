"""What is embedded of a document: each passage, drawn towards its neighbours and no others."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from tests.fixtures.table import TableEmbedder
from vectorstore import Block, SourceText
from vectorstore.ingest.document_builder import ChunkedDocument, cut, embedded, smoothed
from vectorstore.models.sentence_embedder import Vectors


@given(rows=arrays.arrays(np.float32, st.tuples(st.integers(0, 9), st.just(8)), elements=st.floats(-1, 1, width=32)))
def test_each_vector_leans_on_its_neighbours_alone(rows: Vectors) -> None:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    rows = rows[lengths[:, 0] > 0.01] / lengths[lengths > 0.01][:, None]
    leant = smoothed(rows)
    assert leant.shape == rows.shape and leant.dtype == np.float32
    assert np.allclose(np.linalg.norm(leant, axis=1), 1, atol=1e-5)
    for i, vector in enumerate(leant):
        beside = rows[max(0, i - 1) : i + 2]
        assert np.allclose(vector, smoothed(beside)[min(i, 1)], atol=1e-5)
        assert vector @ rows[i] > 0.05  # no neighbours turn it away from itself


def document(name: str, sections: int) -> ChunkedDocument:
    text, blocks = "", []
    for number in range(sections):
        heading, said = f"{name} {number}", f"The rope of {name} {number} is kept in bay {number}."
        blocks += [
            Block(len(text), len(text) + len(heading), is_heading=True),
            Block(len(text) + len(heading) + 1, len(text) + len(heading) + 1 + len(said), (heading,)),
        ]
        text += f"{heading}\n{said}\n"
    return cut(SourceText(text, name, tuple(blocks)), "default", name, TableEmbedder())


def test_documents_embedded_together_are_as_each_alone() -> None:
    documents = [document("shed", 3), document("pier", 1), document("loft", 4)]
    together = list(embedded(documents, TableEmbedder()))
    for one, prepared in zip(documents, together, strict=True):
        (alone,) = embedded([one], TableEmbedder())
        assert np.allclose(alone.vectors, prepared.vectors, atol=1e-6)
    assert np.allclose(together[1].vectors, TableEmbedder().encode(documents[1].inputs), atol=1e-6)
