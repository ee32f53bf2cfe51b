"""A stopwatch for the steps of ingestion: reading, chunking, embedding and writing."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from vectorstore import SentenceEmbedder
from vectorstore.ingest import pipeline
from vectorstore.parsing import Sandbox
from vectorstore.storage.sqlite.connection import Database
from vectorstore.vectors import Vectors


@contextmanager
def profiled(spent: dict[str, float], texts: list[str]) -> Iterator[None]:
    """Adds the seconds of each step to `spent`, and every embedded text to `texts`."""
    encode, write = SentenceEmbedder.encode, Database.write

    def timed(step: str, task: Callable[..., Any]) -> Callable[..., Any]:
        def run(*given: Any, **more: Any) -> Any:
            began = time.perf_counter()
            try:
                return task(*given, **more)
            finally:
                spent[step] += time.perf_counter() - began

        return run

    def timed_encode(self: SentenceEmbedder, batch: Sequence[str]) -> Vectors:
        texts.extend(batch)
        vectors: Vectors = timed("embed", encode)(self, batch)
        return vectors

    @contextmanager
    def timed_write(self: Database) -> Iterator[Any]:
        began = time.perf_counter()
        with write(self) as connection:
            yield connection
        spent["write"] += time.perf_counter() - began

    with ExitStack() as patches:
        patches.enter_context(patch.object(Sandbox, "parse", timed("parse", Sandbox.parse)))
        patches.enter_context(patch.object(pipeline, "chunked", timed("cut", pipeline.chunked)))
        patches.enter_context(patch.object(SentenceEmbedder, "encode", timed_encode))
        patches.enter_context(patch.object(Database, "write", timed_write))
        yield
