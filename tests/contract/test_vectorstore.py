from collections.abc import Iterator
from pathlib import Path

import pytest
from langchain_core.vectorstores import VectorStore
from langchain_tests.integration_tests import VectorStoreIntegrationTests

from vectorstore import Library, SentenceEmbedder


class TestVectorStoreContract(VectorStoreIntegrationTests):
    """LangChain's own suite, with the models of a library that is opened without a word."""

    @pytest.fixture
    def vectorstore(self, tmp_path: Path, embedder: SentenceEmbedder) -> Iterator[VectorStore]:
        with Library.open(tmp_path / "store", embedder) as library:
            yield library.as_vectorstore()
