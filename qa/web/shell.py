"""The shell: Gradio's page with our styles and shared scripts, without references to other hosts."""

import hashlib
import re
from base64 import b64encode
from functools import cache
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STATIC = Path(__file__).parent / "static"
VARIABLES = Path(__file__).parents[1] / "static" / "variables.css"  # shared with the evaluation report
STYLES = ("gradio", "layout", "documents", "chat", "viewer", "narrow", "evaluation", "feedback")  # later ones win

# Previews for social networks and an app manifest name Gradio's own sites and icons.
_OUTSIDE = re.compile(r'<meta\s+(?:property|name)="(?:og|twitter):[^>]*>\s*|<link rel="manifest"[^>]*>\s*')
_INLINE_SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)


def with_our_parts(page: str) -> str:
    """The page with our styles and shared scripts, and without references to other hosts."""
    # Gradio would rewrite every selector of a style sheet of ours; in the body it follows what Gradio adds to the head.
    return (
        _OUTSIDE.sub("", page)
        .replace("<head>", f"<head><script>{_shared_scripts()}</script>", 1)
        .replace("</body>", f"<style>{_styles()}</style></body>", 1)
    )


def hashes(page: str) -> str:
    """The inline scripts of a page, as a content security policy names them."""
    digests = (hashlib.sha256(script.encode()).digest() for script in _INLINE_SCRIPT.findall(page))
    return "".join(f" 'sha256-{b64encode(digest).decode()}'" for digest in digests)


async def send_shell(app: ASGIApp, scope: Scope, receive: Receive, send: Send, policy: str) -> None:
    """Send the page of the application with our parts, under a policy that allows the page's inline scripts."""
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
    page = with_our_parts(body.decode())
    headers = MutableHeaders(scope=start)
    headers["Content-Length"] = str(len(page.encode()))
    headers["Content-Security-Policy"] = policy.format(hashes=hashes(page))
    await send(start)
    await send({"type": "http.response.body", "body": page.encode()})


@cache
def _styles() -> str:
    files = [VARIABLES, *(STATIC / "styles" / f"{name}.css" for name in STYLES)]
    return "".join(file.read_text(encoding="utf-8") for file in files)


@cache
def _shared_scripts() -> str:
    """The functions that the scripts of the components share, as properties of `footnote`."""
    files = sorted((STATIC / "shared").glob("*.js"))
    # In a block of its own, a constant of one file cannot clash with that of another.
    blocks = (f"{{\n{file.read_text(encoding='utf-8')}}}\n" for file in files)
    return "const footnote = {};\n" + "".join(blocks)
