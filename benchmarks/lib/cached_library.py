"""A service over a set's documents, kept between runs: a library is built once for the same data and the same code."""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks.data import ROOT, hashes
from benchmarks.progress import reading, say
from benchmarks.remembering import RememberingEmbedder, RememberingReader
from qa import Service, Settings
from vectorstore import Library, SentenceEmbedder
from vectorstore.ingest.progress import OnProgress
from vectorstore.models.evidence.model import EvidenceModel
from vectorstore.models.reranker import DEFAULT_RERANKER
from vectorstore.models.sentence_embedder import DEFAULT_MODEL

CACHE = ROOT / "benchmarks" / ".cache"

Fill = Callable[[Library, OnProgress], object]
"""Puts a set's documents into a library."""


def opened(
    name: str,
    files: Iterable[Path],
    fill: Fill,
    embedder: SentenceEmbedder | None = None,
    reader: str | EvidenceModel = DEFAULT_RERANKER,
) -> Service:
    """The service over a set's library, with the product's defaults whatever the environment says.

    `reader` is our own, `none`, or an evidence model of other weights.
    """
    folder = CACHE / name / digest(*files, *code("vectorstore"))
    named = reader if isinstance(reader, str) else DEFAULT_RERANKER
    settings = Settings(_env_file=None, store=folder, model="extractive", embedding=DEFAULT_MODEL, reader=named)
    folder.mkdir(parents=True, exist_ok=True)
    read_by = (
        reader if isinstance(reader, EvidenceModel) else RememberingReader() if reader == DEFAULT_RERANKER else None
    )
    service = Service(settings, Library(folder, embedder or RememberingEmbedder(), read_by))
    for other in (CACHE / name).iterdir():
        if other != folder:
            shutil.rmtree(other)
    whole, asked_by = folder / "whole", folder / "asked-by"
    if not whole.exists():
        say(f"{name}: building the library")
        fill(service.library, reading(name))
        whole.touch()
    answering = digest(*code("qa"))
    if not asked_by.exists() or asked_by.read_text() != answering:
        shutil.rmtree(folder / "evaluations", ignore_errors=True)  # answers of other code
        asked_by.write_text(answering)
    service.warm()
    return service


def add(library: Library, documents: Iterable[tuple[str, str]], on_progress: OnProgress) -> None:
    """Put documents, by name and text, into a library."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for name, text in documents:
            paths.append(Path(folder) / name)
            paths[-1].write_text(text, encoding="utf-8", newline="")
        library.add(paths, on_progress=on_progress)


def code(part: str) -> list[Path]:
    """The files of a package that say what it does."""
    return [path for path in sorted((ROOT / part).rglob("*")) if path.suffix in (".py", ".sql")]


def digest(*files: Path) -> str:
    """A name for what files hold."""
    return hashlib.sha256(repr(hashes(files)).encode()).hexdigest()[:16]
