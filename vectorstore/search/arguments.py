"""What a search is told besides its question."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from vectorstore.search.filters import conditions, scope
from vectorstore.types import Scope


def _names(documents: Any) -> Any:
    """One name stands for itself, not for its letters."""
    return (documents,) if isinstance(documents, str) else documents


def _checked(filter: Any) -> Any:
    conditions(filter)
    return filter


class SearchArguments(BaseModel):
    """How many passages are wanted, and where they are searched for."""

    model_config = ConfigDict(extra="forbid")

    k: Annotated[int, Field(strict=True, ge=1)] = 5
    """How many documents come back: exactly this many, fewer only if there are fewer."""
    collection: str = "default"
    documents: Annotated[tuple[str, ...] | None, BeforeValidator(_names)] = None
    """Names of the documents to search in; None for all of the collection."""
    filter: Annotated[dict[str, Any] | None, BeforeValidator(_checked)] = None
    """Conditions on the metadata of the passages to search in."""

    @property
    def scope(self) -> Scope:
        """What the search may see."""
        return scope(self.collection, self.documents, self.filter)


def search_arguments(given: Mapping[str, Any]) -> SearchArguments:
    """Arguments from a dict; raises TypeError for one that is not known, ValueError for a value that cannot be."""
    known = SearchArguments.model_fields
    if unknown := [str(name) for name in given if name not in known]:
        raise TypeError(f"the search takes no {', '.join(unknown)}: there are {', '.join(known)}")
    return SearchArguments(**given)


def _kwargs(given: dict[str, Any]) -> dict[str, Any]:
    search_arguments(given)
    return given


SearchKwargs = Annotated[dict[str, Any], AfterValidator(_kwargs)]
"""Some of the arguments by name, as LangChain's retrievers take them."""
