"""A service over the documents of a set; its library is built once for the same data and the same code."""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from benchmarks.lib.data import ROOT, hashes
from benchmarks.lib.models import CachingEmbedder, CachingReranker
from benchmarks.lib.progress import file_reporter, say
from qa import Service, Settings
from vectorstore import Library, SentenceEmbedder
from vectorstore.ingest.progress import OnProgress
from vectorstore.models.evidence.model import EvidenceModel
from vectorstore.models.reranker import DEFAULT_RERANKER
from vectorstore.models.sentence_embedder import DEFAULT_MODEL

CACHE = ROOT / "benchmarks" / ".cache"

Fill = Callable[[Library, OnProgress], object]
"""Adds the documents of a set to a library."""


def open_service(
    name: str,
    files: Iterable[Path],
    fill: Fill,
    embedder: SentenceEmbedder | None = None,
    reranker: str | EvidenceModel = DEFAULT_RERANKER,
) -> Service:
    """The service over the library of a set, with the product's defaults whatever the environment says.

    `reranker` is the product's own, `none`, or an evidence model with other weights.
    """
    folder = CACHE / name / digest(*files, *code("vectorstore"))
    named = reranker if isinstance(reranker, str) else DEFAULT_RERANKER
    settings = Settings(_env_file=None, store=folder, model="extractive", embedding=DEFAULT_MODEL, reader=named)
    folder.mkdir(parents=True, exist_ok=True)
    service = Service(settings, Library.open(folder, embedder or CachingEmbedder(), _loaded(reranker)))
    for other in (CACHE / name).iterdir():
        if other != folder:
            shutil.rmtree(other)
    complete, answered_by = folder / "complete", folder / "answered-by"
    if not complete.exists():
        say(f"{name}: building the library")
        fill(service.library, file_reporter(name))
        complete.touch()
    answering = digest(*code("qa"))
    if not answered_by.exists() or answered_by.read_text() != answering:
        shutil.rmtree(folder / "evaluations", ignore_errors=True)  # unfinished evaluations of other code
        answered_by.write_text(answering)
    service.warm()
    return service


def add(library: Library, documents: Iterable[tuple[str, str]], on_progress: OnProgress) -> None:
    """Adds documents, given by name and text, to a library."""
    add_bytes(library, {name: text.encode() for name, text in documents}, on_progress)


def add_bytes(library: Library, files: Mapping[str, bytes], on_progress: OnProgress) -> None:
    """Adds files, given by name and content, to a library."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for name, content in files.items():
            paths.append(Path(folder) / name)
            paths[-1].write_bytes(content)
        library.add(paths, on_progress=on_progress)


def code(package: str) -> list[Path]:
    """The source files of a package."""
    return [path for path in sorted((ROOT / package).rglob("*")) if path.suffix in (".py", ".sql")]


def digest(*files: Path) -> str:
    """A short hash of the contents of files."""
    return hashlib.sha256(repr(hashes(files)).encode()).hexdigest()[:16]


def _loaded(reranker: str | EvidenceModel) -> EvidenceModel | None:
    if isinstance(reranker, EvidenceModel):
        return reranker
    return CachingReranker() if reranker == DEFAULT_RERANKER else None
