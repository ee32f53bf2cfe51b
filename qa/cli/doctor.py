"""Checks of what is installed and what is missing: packages against their ranges, the models, the store."""

import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata

from packaging.requirements import Requirement

from qa.advice import explained
from qa.answering.generation.writer import EXTRACTIVE
from qa.service import Service
from vectorstore import LibraryError
from vectorstore.models.reranker import DEFAULT_RERANKER, NO_RERANKER

DISTRIBUTION = "footnote-qa"


@dataclass(frozen=True, slots=True)
class Check:
    """One requirement, whether it is met, and what was found."""

    name: str
    ok: bool
    detail: str


def all_checks(service: Service) -> list[Check]:
    """Every check, in the order in which a user would meet its failure."""
    return [
        _python(),
        _sqlite(),
        *_packages(),
        _embedder(service),
        _reranker(service),
        _model(service),
        _store(service),
    ]


def _python() -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    return Check("Python", sys.version_info >= (3, 11), f"{version} (3.11 or newer is needed)")


def _sqlite() -> Check:
    with sqlite3.connect(":memory:") as connection:
        options = {row[0] for row in connection.execute("PRAGMA compile_options")}
    has_fts5 = "ENABLE_FTS5" in options
    detail = f"{sqlite3.sqlite_version} {'with' if has_fts5 else 'without'} full-text search (FTS5)"
    return Check("SQLite", has_fts5, detail)


def _packages() -> Iterator[Check]:
    for line in metadata.requires(DISTRIBUTION) or []:
        requirement = Requirement(line)
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        try:
            version = metadata.version(requirement.name)
        except metadata.PackageNotFoundError:
            yield Check(requirement.name, False, f"not installed: pip install '{requirement}'")
            continue
        ok = requirement.specifier.contains(version, prereleases=True)
        yield Check(
            requirement.name,
            ok,
            version if ok else f"{version} is outside {requirement.specifier}: pip install '{requirement}'",
        )


def _embedder(service: Service) -> Check:
    try:
        length = service.library.models.load_embedder()
    except LibraryError as error:
        return Check("embedding model", False, explained(error))
    return Check("embedding model", True, f"{service.settings.embedding}, {length} dimensions")


def _reranker(service: Service) -> Check:
    name = service.library.models.reranker_id
    if name == NO_RERANKER:
        return Check("reader", True, "none: search alone ranks passages")
    try:
        service.library.models.load_reranker()
    except LibraryError as error:
        return Check("reader", False, explained(error))
    shipped = service.settings.reader == DEFAULT_RERANKER
    return Check("reader", True, f"{name}, the weights are as shipped" if shipped else name)


def _model(service: Service) -> Check:
    name = service.settings.model
    detail = "quotes the documents, no language model" if name == EXTRACTIVE else f"{name}, asked when a question comes"
    return Check("answers", True, detail)


def _store(service: Service) -> Check:
    try:
        counts = [len(service.library.documents(name)) for name in service.library.collections()]
    except LibraryError as error:
        return Check("store", False, explained(error))
    return Check("store", True, f"{service.library.store}: {sum(counts)} documents in {len(counts)} collections")
