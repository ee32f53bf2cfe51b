"""Documents over HTTP: uploading a file, and reading the text and the original of a document of the library."""

import tempfile
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from qa.web.views.document_text import pieces
from qa.web.views.documents import outcome
from vectorstore import Library

LONGEST_NAME = 255  # bytes, the limit of common file systems
PDF = ".pdf"  # shown by the browser; every other kind is downloaded, since it could hold a script


def routes(library: Library, limit_mb: int) -> list[BaseRoute]:
    """The routes of a library, which accept no file larger than the limit."""

    async def upload(request: Request) -> Response:
        collection, name = _collection_and_name(request)
        if not is_file_name(name):
            raise HTTPException(400, "This is not the name of a file.")
        with tempfile.TemporaryDirectory(prefix="footnote-upload-") as folder:
            path = Path(folder) / name
            await _receive(request, path, limit_mb)
            report = await run_in_threadpool(library.add, [path], collection)
        [status] = report.files
        return JSONResponse({"status": status.status, "outcome": outcome(status)})

    def text(request: Request) -> Response:
        collection, name = _collection_and_name(request)
        source = library.source(name, collection)
        return JSONResponse({"title": source.title, "pieces": pieces(source)})

    def original(request: Request) -> Response:
        collection, name = _collection_and_name(request)
        path = library.original(name, collection)
        if not path.is_file():
            raise HTTPException(404, f"{name} is no longer where it was read from.")
        is_pdf = path.suffix.lower() == PDF
        return FileResponse(
            path,
            media_type="application/pdf" if is_pdf else "application/octet-stream",
            filename=Path(name).name,
            content_disposition_type="inline" if is_pdf else "attachment",
        )

    return [
        Route("/documents", upload, methods=["POST"]),
        Route("/documents/text", text, methods=["GET"]),
        Route("/documents/original", original, methods=["GET"]),
    ]


def _collection_and_name(request: Request) -> tuple[str, str]:
    """The collection and the name in the query of a request."""
    query = request.query_params
    if not query.get("collection") or not query.get("name"):
        raise HTTPException(400, "Which document, of which collection?")
    return query["collection"], query["name"]


def is_file_name(name: str) -> bool:
    """Whether the name is that of a file, without folders, on any system."""
    return (
        name not in {".", ".."}
        and not any(letter in '/\\:*?"<>|' or not letter.isprintable() for letter in name)
        and len(name.encode()) <= LONGEST_NAME
    )


async def _receive(request: Request, path: Path, limit_mb: int) -> None:
    """Write the body of a request to a file; the limit holds whatever length the request claims."""
    too_large = HTTPException(413, f"{path.name} is larger than {limit_mb} MB, the most that is taken.")
    limit = limit_mb * 1024 * 1024
    if int(request.headers.get("content-length", 0)) > limit:
        raise too_large
    size = 0
    with path.open("xb") as file:
        async for chunk in request.stream():
            size += len(chunk)
            if size > limit:
                raise too_large
            file.write(chunk)
