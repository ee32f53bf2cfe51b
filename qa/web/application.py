"""The web application: Gradio's page and our own routes behind the security middleware."""

import gradio as gr
from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from qa.advice import explained
from qa.jobs.evaluation import EvaluationJob
from qa.jobs.ingest import IngestJob
from qa.service import Service
from qa.web import document_routes, evaluation_routes
from qa.web.handlers import Handlers
from qa.web.page import page, theme
from qa.web.security import SecurityMiddleware, refused
from qa.web.shell import STATIC
from vectorstore import LibraryError
from vectorstore.errors import UnknownDocument


def application(service: Service, ingest: IngestJob, evaluation: EvaluationJob) -> ASGIApp:
    """The whole server as one ASGI application."""
    settings = service.settings
    app = FastAPI(
        openapi_url=None,
        routes=[
            *document_routes.routes(service.library, settings.upload_limit_mb),
            *evaluation_routes.routes(service, ingest, evaluation),
        ],
        exception_handlers={HTTPException: _http, LibraryError: _library, Exception: _unexpected},
    )
    gr.mount_gradio_app(
        app,
        page(Handlers(service, ingest, evaluation), settings),
        path="/",
        app_kwargs={"openapi_url": None},
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        mcp_server=False,
        enable_monitoring=False,
        pwa=False,
        max_file_size=1,  # byte: files are uploaded by our own route, never into Gradio's cache
        favicon_path=str(STATIC / "favicon.svg"),
        theme=theme(),
    )
    return SecurityMiddleware(app, settings.host)


async def _http(request: Request, error: Exception) -> Response:
    """The response to a request that a route or the framework refused."""
    assert isinstance(error, HTTPException)
    return refused(error.status_code, error.detail)


async def _library(request: Request, error: Exception) -> Response:
    """The response to a request that the library refused."""
    return refused(404 if isinstance(error, UnknownDocument) else 409, explained(error))


async def _unexpected(request: Request, error: Exception) -> Response:
    """The response to a request that broke; details are for the terminal alone."""
    return refused(500, "Something went wrong; the terminal says more.")
