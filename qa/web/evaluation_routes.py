"""Evaluation over HTTP: starting and cancelling one, and the report and the run of the last one."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from qa.errors import AnswerError
from qa.jobs import saved_runs
from qa.jobs.evaluation import Busy, EvaluationJob
from qa.jobs.ingest import IngestJob
from qa.service import Service
from qa.web.document_routes import is_file_name
from qa.web.shell import hashes
from vectorstore import Artifacts

if TYPE_CHECKING:  # importing it takes a second, which a page without an evaluation need not wait for
    from qa.evaluation import Case, Run

# The report runs only its own script, as a page without an origin, so that it can reach nothing of this server.
_REPORT = (
    "default-src 'none'; script-src{hashes}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'; sandbox allow-scripts"
)


def routes(service: Service, ingest: IngestJob, evaluation: EvaluationJob) -> list[BaseRoute]:
    """The routes of the one evaluation of a server."""
    artifacts, limit_mb = service.library.artifacts, service.settings.upload_limit_mb

    async def start(request: Request) -> Response:
        collection = request.query_params.get("collection") or service.settings.collection
        if ingest.is_reading:
            raise HTTPException(409, "Documents are still being read: start when that is done.")
        limit = limit_mb * 1024 * 1024
        if int(request.headers.get("content-length", 2 * limit + 1)) > 2 * limit:
            raise HTTPException(413, f"These files are larger than {limit_mb} MB each, the most that is taken.")
        async with request.form(max_files=2, max_fields=1) as form:
            for upload in filter(None, (_file(form, "pairs"), _file(form, "baseline"))):
                if (upload.size or 0) > limit:
                    raise HTTPException(413, f"{upload.filename} is larger than {limit_mb} MB, the most that is taken.")
            try:
                await run_in_threadpool(_start, form, collection)
            except Busy as busy:
                raise HTTPException(409, str(busy)) from busy
            except AnswerError as error:
                raise HTTPException(400, str(error)) from error
        return JSONResponse({})

    def _start(form: FormData, collection: str) -> None:
        from qa.evaluation.cases import feedback

        if not service.library.documents(collection):
            raise HTTPException(400, f"{collection} holds no document to ask: add some first.")
        pairs, baseline = _file(form, "pairs"), _file(form, "baseline")
        if pairs:
            with _stored(pairs) as path:
                name, cases = path.name, _cases(path)
        elif form.get("marked"):
            path = feedback.file(artifacts)
            name, cases = path.name, _cases(path)
        else:
            raise HTTPException(400, "Choose a file of pairs.")
        evaluation.start(name, cases, _baseline(baseline, cases) if baseline else None, collection)

    def cancel(request: Request) -> Response:
        evaluation.cancel()
        return JSONResponse({})

    def report(request: Request) -> Response:
        path = saved_runs.report(_newest(artifacts))
        if not path.is_file():
            raise HTTPException(404, "There is no report on it any more.")
        page = path.read_text(encoding="utf-8")
        policy = {"Content-Security-Policy": _REPORT.format(hashes=hashes(page)), "X-Frame-Options": "SAMEORIGIN"}
        return HTMLResponse(page, headers=policy)

    def run(request: Request) -> Response:
        path = _newest(artifacts)
        return FileResponse(path, media_type="application/json", filename=path.name)

    return [
        Route("/evaluation", start, methods=["POST"]),
        Route("/evaluation/cancel", cancel, methods=["POST"]),
        Route("/evaluation/report", report, methods=["GET"]),
        Route("/evaluation/run", run, methods=["GET"]),
    ]


def _newest(artifacts: Artifacts) -> Path:
    if run := saved_runs.newest(artifacts):
        return run
    raise HTTPException(404, "Nothing has been evaluated yet.")


def _file(form: FormData, field: str) -> UploadFile | None:
    """The file that was sent in a field of the form; None if no file was chosen."""
    value = form.get(field)
    return value if isinstance(value, UploadFile) and value.filename else None


@contextmanager
def _stored(upload: UploadFile) -> Iterator[Path]:
    """The uploaded file under its own name in a temporary folder."""
    name = upload.filename or ""
    if not is_file_name(name) or not is_file_name(f"{name}{saved_runs.REPORT}"):
        raise HTTPException(400, "This is not the name of a file.")
    if name.startswith("."):  # it could not be told from the store's own hidden files
        raise HTTPException(400, "A file whose name begins with a full stop is not evaluated: rename it.")
    with tempfile.TemporaryDirectory(prefix="footnote-upload-") as folder:
        path = Path(folder) / name
        with path.open("xb") as file:
            shutil.copyfileobj(upload.file, file)
        yield path


def _cases(path: Path) -> "list[Case]":
    from qa.evaluation import InvalidCases, load

    try:
        return [case.model_copy(update={"where": _without_folder(case.where, path)}) for case in load(path)]
    except InvalidCases as error:
        raise InvalidCases(_without_folder(str(error), path)) from error


def _baseline(upload: UploadFile, cases: "Sequence[Case]") -> "Run":
    """The run in a file; raises InvalidCases if it is of other cases, before any question is asked."""
    from qa.evaluation import CaseResult, InvalidCases, Run, compare

    with _stored(upload) as path:
        try:
            run = Run.read(path)
        except InvalidCases as error:
            raise InvalidCases(_without_folder(str(error), path)) from error
    asked = [
        CaseResult(id=c.id, question=c.question, fingerprint=c.fingerprint, cluster="", answerable=c.answerable)
        for c in cases
    ]
    compare(run, Run(made_with={}, results=tuple(asked)))
    return run


def _without_folder(message: str, path: Path) -> str:
    """The message without the temporary folder of the file that it names."""
    return message.replace(f"{path.parent}{os.sep}", "")
