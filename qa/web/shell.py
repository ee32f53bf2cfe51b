"""Gradio's page in our style, without what points to other hosts, under a policy that runs only its own scripts."""

import hashlib
import re
from base64 import b64encode
from functools import cache
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STYLES = ("theme.css", "evaluate.css", "feedback.css")

# Previews for social networks and an app manifest name Gradio's own sites and icons.
_OUTSIDE = re.compile(r'<meta\s+(?:property|name)="(?:og|twitter):[^>]*>\s*|<link rel="manifest"[^>]*>\s*')
_INLINE_SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)


def dressed(page: str) -> str:
    """The page with our style, and without references to other hosts."""
    # Gradio would rewrite every selector of a style sheet of ours; in the body it follows what Gradio adds to the head.
    return _OUTSIDE.sub("", page).replace("</body>", f"<style>{_style()}</style></body>", 1)


@cache
def _style() -> str:
    folder = Path(__file__).parent / "static"
    return "".join((folder / name).read_text(encoding="utf-8") for name in STYLES)


def hashes(page: str) -> str:
    """The page's inline scripts as a policy names them."""
    digests = (hashlib.sha256(script.encode()).digest() for script in _INLINE_SCRIPT.findall(page))
    return "".join(f" 'sha256-{b64encode(digest).decode()}'" for digest in digests)


async def frontpage(app: ASGIApp, scope: Scope, receive: Receive, send: Send, policy: str) -> None:
    """Send what the application answers, dressed, with the policy filled in."""
    start: Message = {}
    body = b""

    async def collect(message: Message) -> None:
        nonlocal start, body
        if message["type"] == "http.response.start":
            start = message
        else:
            body += message.get("body", b"")

    plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
    await app({**scope, "headers": plain}, receive, collect)
    page = dressed(body.decode())
    headers = MutableHeaders(scope=start)
    headers["Content-Length"] = str(len(page.encode()))
    headers["Content-Security-Policy"] = policy.format(hashes=hashes(page))
    await send(start)
    await send({"type": "http.response.body", "body": page.encode()})
