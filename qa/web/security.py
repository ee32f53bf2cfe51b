"""Security: requests of other hosts and pages, and to routes that the page does not need, are refused."""

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.web.shell import send_shell

LOCAL = frozenset({"127.0.0.1", "localhost", "[::1]"})
LARGEST_MESSAGE = 8 * 1024 * 1024  # bytes of a request other than an upload; it carries the conversation
UPLOADS = {"/documents", "/evaluation"}  # each checks a limit of its own

# The routes that the page needs. Gradio has many more: an API, a file server, a proxy, an editor of its own source.
_ROUTES = {
    "GET": re.compile(
        r"/|/favicon\.ico|/theme\.css|/(assets|static/js)/\w[\w.-]*|/documents/(text|original)|/evaluation/(report|run)"
        r"|/gradio_api/(queue/data|startup-events|app_id|heartbeat/\w+)"
    ),
    "POST": re.compile(r"/documents|/evaluation(/cancel)?|/gradio_api/(queue/join|cancel|reset)"),
}

# Gradio evaluates the code of its HTML component ('unsafe-eval') and sets styles in the page ('unsafe-inline').
_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-eval'{hashes}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; frame-src 'self'; base-uri 'self'; "
    "form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY.format(hashes=""),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class SecurityMiddleware:
    """Middleware around the whole application, which also sets strict headers on every response."""

    def __init__(self, app: ASGIApp, host: str) -> None:
        """Accept requests to a local name of this machine, or to the host that is served on."""
        self._app = app
        self._hosts = LOCAL | {host.lower(), f"[{host.lower()}]"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] != "http":  # the page opens no web socket
            await send({"type": "websocket.close", "code": 1008})
        elif refusal := self._refusal(scope):
            await refusal(scope, receive, _with_headers(send, scope["path"]))
        elif scope["path"] == "/" and scope["method"] == "GET":
            await send_shell(self._app, scope, receive, _with_headers(send, "/"), _POLICY)
        else:
            await self._app(scope, receive, _with_headers(send, scope["path"]))

    def _refusal(self, scope: Scope) -> JSONResponse | None:
        """The response that refuses a request; None if the request is accepted."""
        headers = Headers(scope=scope)
        host = headers.get("host", "").lower()
        if re.sub(r":\d+$", "", host) not in self._hosts:
            return refused(403, "This address is not served here.")
        if not _is_ours(headers, f"{scope['scheme']}://{host}"):
            return refused(403, "Another page may not ask.")
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        if method not in _ROUTES or not _ROUTES[method].fullmatch(scope["path"]):
            return refused(404, "There is nothing here.")
        if method == "POST" and scope["path"] not in UPLOADS:
            if "content-length" not in headers:
                return refused(411, "How long is this?")
            if int(headers["content-length"]) > LARGEST_MESSAGE:
                return refused(413, "This is too large.")
        return None


def refused(status: int, message: str) -> JSONResponse:
    """The response that refuses a request, with the reason in one line."""
    return JSONResponse({"error": message}, status)


def _is_ours(headers: Headers, own: str) -> bool:
    """Whether a request comes from our own page, or from a person by a link, an address or a program."""
    origin = headers.get("origin")
    if origin is not None:
        return origin.lower() == own
    # A request for an image or a script of another page has no Origin, but browsers name the site it is made from.
    return headers.get("sec-fetch-site") in {None, "same-origin", "none"} or headers.get("sec-fetch-mode") == "navigate"


def _with_headers(send: Send, path: str) -> Send:
    """The same `send`, with our headers on every response."""

    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            # Gradio names its assets by their content; everything else may change or be removed at any time.
            lasting = path.startswith("/assets/") and message["status"] == 200
            headers["Cache-Control"] = "max-age=31536000, immutable" if lasting else "no-store"
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return send_with_headers
