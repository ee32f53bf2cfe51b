"""Hits become LangChain documents: the retriever to put into any other chain."""

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field

from vectorstore.search.filters import scope
from vectorstore.search.hybrid import Searcher
from vectorstore.types import Hit


class HybridRetriever(BaseRetriever):
    """Dense and lexical search over one collection, or over chosen documents of it."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    searcher: Searcher
    k: int = Field(default=5, ge=1)
    """How many documents come back: exactly this many, fewer only if there are fewer."""
    collection: str = "default"
    documents: tuple[str, ...] | None = None
    """Names of the documents to search in; None for all of the collection."""
    filter: dict[str, Any] | None = None
    """Conditions on the metadata of the passages to search in."""

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, k: int | None = None, **kwargs: Any
    ) -> list[Document]:
        where = scope(self.collection, self.documents, self.filter)
        return [as_document(hit) for hit in self.searcher.search(query, where, k or self.k)]


def as_document(hit: Hit) -> Document:
    """A hit as LangChain's Document, with where it stands in its metadata."""
    passage = hit.passage
    return Document(
        id=passage.passage_id,
        page_content=passage.text,
        metadata={
            "source": hit.source,
            "title": hit.title,
            "page": passage.page,
            "heading": passage.heading,
            "start": passage.start,
            "end": passage.end,
            "passage_id": passage.passage_id,
            "document_id": passage.document_id,
            "collection": hit.collection,
            "score": hit.score,
        },
    )
