"""The search as LangChain's retriever, to put into any other chain."""

from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForRetrieverRun, CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables.config import run_in_executor
from pydantic import ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from vectorstore.search.arguments import SearchArguments, SearchKwargs, search_arguments
from vectorstore.search.documents import as_document
from vectorstore.search.hybrid import Searcher


class HybridRetriever(BaseRetriever, SearchArguments):
    """Dense and lexical search over one collection, or over chosen documents of it.

    `k`, `collection`, `documents` and `filter` may be given here, in `search_kwargs`, and with each call; a call wins
    over `search_kwargs`, and they win over what is given here.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True, extra="forbid")

    searcher: SkipJsonSchema[Searcher] = Field(exclude=True, repr=False)
    search_kwargs: SearchKwargs = Field(default_factory=dict)
    """The same arguments by name, as LangChain's retrievers have them."""

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, **kwargs: Any
    ) -> list[Document]:
        own = {name: getattr(self, name) for name in SearchArguments.model_fields}
        chosen = search_arguments(own | self.search_kwargs | kwargs)
        return [as_document(hit) for hit in self.searcher.search(query, chosen.scope, chosen.k)]

    async def _aget_relevant_documents(
        self, query: str, *, run_manager: AsyncCallbackManagerForRetrieverRun, **kwargs: Any
    ) -> list[Document]:
        sync = run_manager.get_sync()
        return await run_in_executor(None, self._get_relevant_documents, query, run_manager=sync, **kwargs)
