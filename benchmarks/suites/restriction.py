"""Whether a restriction that is passed to the retriever at a call restricts, or raises: it must never be ignored."""

from typing import Any

from langchain_core.retrievers import BaseRetriever

from qa.evaluation import CaseResult
from vectorstore import Library

QUERY = "meal allowance"


def results(library: Library) -> list[CaseResult]:
    """One result for each kind of restriction; the library has several documents."""
    name = library.documents()[0].name
    restrictions: dict[str, dict[str, Any]] = {
        "filter": {"filter": {"source": name}},
        "documents": {"documents": [name]},
        "collection": {"collection": "nope"},
        "unknown": {"sauce": name},
    }
    retriever = library.as_retriever(k=3)
    return [_result(kind, _is_heeded(retriever, arguments, name)) for kind, arguments in restrictions.items()]


def _is_heeded(retriever: BaseRetriever, arguments: dict[str, Any], name: str) -> bool:
    try:
        found = retriever.invoke(QUERY, **arguments)
    except Exception:  # any refusal will do
        return True
    return all(document.metadata["source"] == name for document in found)


def _result(kind: str, is_heeded: bool) -> CaseResult:
    call = f"retriever.invoke({QUERY!r}, {kind}=…)"
    return CaseResult(id=kind, question=call, fingerprint="", cluster="", answerable=True, right=is_heeded)
