"""A library's collection as LangChain's VectorStore."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Protocol, Self

from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import VectorStore

from vectorstore.errors import DifferentEmbedder, InvalidDocument, UnknownDocument
from vectorstore.models.langchain_embedder import LangChainEmbedder, embedder_of
from vectorstore.search.arguments import SearchArguments, search_arguments
from vectorstore.search.documents import as_document, as_given, whole_document
from vectorstore.search.hybrid import Searcher
from vectorstore.search.retriever import HybridRetriever
from vectorstore.storage.base import Snapshot
from vectorstore.types import Hit, Report

K = 4  # LangChain's default


class Writer(Protocol):
    """What a vector store needs of the library, which stands above this package."""

    def add_documents(self, documents: Iterable[Document], collection: str = ...) -> Report:
        """Add documents under their ids."""
        ...

    def remove(self, names: Iterable[str], collection: str = ...) -> Report:
        """Take documents out by name."""
        ...


class LibraryVectorStore(VectorStore):
    """One collection of a library; make it by `Library.as_vectorstore`.

    A document that was added here and fits one passage comes back as it was put in. Of a longer one, and of files,
    passages come back, with where each stands in their metadata; their ids are the passages'.
    """

    def __init__(self, library: Writer, searcher: Searcher, collection: str) -> None:
        """Use `Library.as_vectorstore`."""
        self._library = library
        self._searcher = searcher
        self._collection = collection

    @property
    def embeddings(self) -> Embeddings | None:
        """What finds passages, as far as it is LangChain's."""
        embedder = self._searcher.embedder
        if isinstance(embedder, LangChainEmbedder):
            return embedder.embeddings
        return embedder if isinstance(embedder, Embeddings) else None

    # Search

    def similarity_search(self, query: str, k: int = K, **kwargs: Any) -> list[Document]:
        """The k best documents by dense and lexical search, reranked; takes `filter` and `documents`."""
        return [document for document, _ in self.similarity_search_with_score(query, k, **kwargs)]

    def similarity_search_with_score(self, query: str, k: int = K, **kwargs: Any) -> list[tuple[Document, float]]:
        """The same with the scores that ranked them: higher is better, comparable within one question only."""
        chosen = self._chosen(k, kwargs)
        return self._scored(self._searcher.search(query, chosen.scope, chosen.k))

    def similarity_search_by_vector(self, embedding: list[float], k: int = K, **kwargs: Any) -> list[Document]:
        """The k documents with the nearest vectors; no word is looked up and nothing is reranked."""
        chosen = self._chosen(k, kwargs)
        return [document for document, _ in self._scored(self._searcher.nearest(embedding, chosen.scope, chosen.k))]

    def _select_relevance_score_fn(self) -> Any:
        raise NotImplementedError(
            "scores compare within one question only, so there is no relevance from 0 to 1: "
            "use similarity_search_with_score"
        )

    def as_retriever(self, **kwargs: Any) -> HybridRetriever:  # type: ignore[override]  # it searches by itself
        """The search as a retriever; takes what HybridRetriever takes, `search_kwargs` among it."""
        search_type = kwargs.pop("search_type", "similarity")
        if search_type != "similarity":
            raise ValueError(f"there is no search of the type {search_type!r}: there is 'similarity'")
        self._refuse_collection(kwargs)
        self._refuse_collection(kwargs.get("search_kwargs") or {})
        own = {"k": K, "collection": self._collection, "tags": self._get_retriever_tags()}
        return HybridRetriever(**{"searcher": self._searcher, **own, **kwargs})

    def get_by_ids(self, ids: Sequence[str], /) -> list[Document]:
        """Documents that were added here, whole, by their ids, and passages by theirs; unknown ids are left out."""
        found = []
        with self._searcher.store.read() as snapshot:
            passages = snapshot.found_by_id(self._collection, ids)
            for one in dict.fromkeys(ids):
                record = snapshot.name(self._collection, one)
                if record and record.is_added:
                    found.append(whole_document(snapshot, one, record.document_key))
                elif one in passages:
                    found.append(as_document(passages[one]))
        return found

    def _chosen(self, k: int, kwargs: dict[str, Any]) -> SearchArguments:
        self._refuse_collection(kwargs)
        return search_arguments({"k": k, **kwargs, "collection": self._collection})

    def _refuse_collection(self, kwargs: Mapping[str, Any]) -> None:
        """Raises TypeError: a vector store does not search beside its collection."""
        if kwargs.get("collection", self._collection) != self._collection:
            raise TypeError(f"this vector store is the collection {self._collection!r}: use another one's")

    def _scored(self, hits: Sequence[Hit]) -> list[tuple[Document, float]]:
        with self._searcher.store.read() as snapshot:
            return [(as_given(snapshot, hit), hit.score) for hit in hits]

    # Changes

    def add_documents(self, documents: list[Document], **kwargs: Any) -> list[str]:
        """Add documents, or replace those with the same ids; the ids, made of what a document says where it has none.

        Raises InvalidDocument before any is written: for metadata that are not JSON, a text without words, the name
        of a file as an id.
        """
        ids = kwargs.pop("ids", None)
        ids = [None] * len(documents) if ids is None else ids
        kwargs.pop("batch_size", None)  # LangChain's indexing gives it; the pipeline has batches of its own
        _refuse(kwargs)
        _check_number("ids", ids, documents)
        given = [
            Document(id=one or document.id, page_content=document.page_content, metadata=document.metadata)
            for one, document in zip(ids, documents, strict=True)
        ]
        report = self._library.add_documents(given, self._collection)
        if skipped := [file for file in report.files if file.status == "skipped"]:
            raise InvalidDocument(f"{skipped[0].name} was not added: {skipped[0].reason}", document=skipped[0].name)
        return [file.name for file in report.files]

    def add_texts(
        self,
        texts: Iterable[str],
        metadatas: list[dict[str, Any]] | None = None,
        *,
        ids: list[str] | None = None,
        **kwargs: Any,
    ) -> list[str]:
        """Add texts, each with its metadata and its id; see `add_documents`."""
        _refuse(kwargs)
        listed = list(texts)
        given = metadatas or [{} for _ in listed]
        _check_number("metadatas", given, listed)
        documents = [Document(page_content=text, metadata=said) for text, said in zip(listed, given, strict=True)]
        return self.add_documents(documents, ids=ids)

    def delete(self, ids: list[str] | None = None, **kwargs: Any) -> bool:
        """Remove documents that were added here, all of them for None; ids that nothing has are passed over.

        Raises InvalidDocument for the id of a passage or the name of a file: nothing would be removed.
        """
        _refuse(kwargs)
        while added := self._added(ids):
            with suppress(UnknownDocument):  # another thread removed one of them meanwhile: none is removed here
                self._library.remove(added, self._collection)
                break
        return True

    def _added(self, ids: list[str] | None) -> list[str]:
        """Those of the ids that added documents have now."""
        with self._searcher.store.read() as snapshot:
            if ids is None:
                return [record.name for record in snapshot.names_from(self._collection, None) if record.is_added]
            return [one for one in dict.fromkeys(ids) if self._is_added(snapshot, one)]

    def _is_added(self, snapshot: Snapshot, one: str) -> bool:
        record = snapshot.name(self._collection, one)
        if record and not record.is_added:
            raise InvalidDocument(f"{one} is a file, which the library removes by its name", document=one)
        if not record and (passage := snapshot.found_by_id(self._collection, [one])):
            raise InvalidDocument(f"{one} is a passage: delete its document, {passage[one].source}", document=one)
        return record is not None

    @classmethod
    def from_texts(
        cls,
        texts: list[str],
        embedding: Embeddings,
        metadatas: list[dict[str, Any]] | None = None,
        *,
        ids: list[str] | None = None,
        **kwargs: Any,
    ) -> Self:
        """The vector store of an opened `library=`, and a `collection=` of it, after these texts were added.

        Raises DifferentEmbedder where the library was not opened with this embedding.
        """
        try:
            library = kwargs.pop("library")
        except KeyError:
            raise TypeError("from_texts needs library=Library.open(store, embedder=embedding)") from None
        store: Self = library.as_vectorstore(kwargs.pop("collection", "default"))
        wanted, opened = embedder_of(embedding).identity, store._searcher.embedder.identity
        if wanted != opened:
            raise DifferentEmbedder(
                f"the library was opened with {opened}, not {wanted}", made_with=opened, model=wanted
            )
        store.add_texts(texts, metadatas, ids=ids, **kwargs)
        return store


def _refuse(kwargs: dict[str, Any]) -> None:
    if kwargs:
        raise TypeError(f"there is no argument {', '.join(kwargs)} here")


def _check_number(name: str, given: Sequence[Any], wanted: Sequence[Any]) -> None:
    if len(given) != len(wanted):
        raise ValueError(f"{len(given)} {name} for {len(wanted)} documents")
