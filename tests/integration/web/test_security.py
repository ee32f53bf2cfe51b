"""What the running server lets in and how it answers, asked over HTTP."""

import re
import socket
from typing import Any

import httpx
import pytest

PAGE_ROUTES = ["/", "/theme.css", "/favicon.ico", "/gradio_api/app_id"]
CLOSED_ROUTES = [
    "/openapi.json",
    "/docs",
    "/config",
    "/gradio_api/info",
    "/gradio_api/openapi.json",
    "/gradio_api/file=/etc/passwd",
    "/gradio_api/proxy=http://127.0.0.1/",
    "/gradio_api/vibe-code/",
    "/gradio_api/runs",
    "/gradio_api/user",
    "/gradio_api/token",
    "/gradio_api/custom_component/x/client/component/../../x",
    "/monitoring",
    "/assets/../../../../../../etc/passwd",
    "/assets/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "/static/img/logo.svg",
    "/login",
    "/robots.txt",
]


@pytest.fixture
def client(site: Any) -> httpx.Client:
    return httpx.Client(base_url=site.address, timeout=60)


def raw(site: Any, request: str) -> str:
    """The first line of the answer to a request that no client library would send."""
    with socket.create_connection(("127.0.0.1", site.port), timeout=10) as connection:
        connection.sendall(request.replace("\n", "\r\n").encode() + b"\r\n\r\n")
        return connection.recv(200).decode().splitlines()[0]


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "evil.example:7860", "", "[::2]", "0.0.0.0"]
)
@pytest.mark.parametrize("path", ["/", "/documents/text?collection=default&name=faq.md", "/assets/x.js"])
def test_a_foreign_host_is_refused(client: httpx.Client, host: str, path: str) -> None:
    response = client.get(path, headers={"Host": host})
    assert response.status_code in {400, 403}


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]", "127.0.0.1:1", "localhost:65535"])
def test_a_local_host_is_served(client: httpx.Client, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 200


def test_a_request_without_a_host_is_refused(site: Any) -> None:
    assert " 40" in raw(site, "GET / HTTP/1.1")
    assert " 403 " in raw(site, "GET / HTTP/1.0")


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://localhost:1", "https://127.0.0.1", "file://"]
)
@pytest.mark.parametrize("path", ["/documents?collection=default&name=a.md", "/gradio_api/queue/join"])
def test_another_page_cannot_post(client: httpx.Client, origin: str, path: str) -> None:
    assert client.post(path, headers={"Origin": origin}, json={}).status_code == 403


def test_another_page_cannot_read(client: httpx.Client, site: Any) -> None:
    path = "/documents/text?collection=default&name=faq.md"
    other = client.get(path, headers={"Origin": "http://localhost:3000"})
    assert other.status_code == 403
    assert client.get(path, headers={"Origin": site.address}).status_code == 200
    assert not [name for name in other.headers if name.startswith("access-control")]
    embedded = {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors"}
    assert client.get(path, headers=embedded).status_code == 403


def test_a_link_from_elsewhere_may_lead_to_the_page(client: httpx.Client) -> None:
    followed = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert client.get("/", headers=followed).status_code == 200


@pytest.mark.parametrize("path", [*PAGE_ROUTES, *CLOSED_ROUTES, "/documents/text", "/documents/original"])
def test_every_answer_has_the_headers(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    for part in ("default-src 'none'", "frame-ancestors 'none'", "connect-src 'self'", "img-src 'self' data: blob:"):
        assert part in policy
    assert "http" not in policy and "*" not in policy
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", PAGE_ROUTES)
def test_what_the_page_needs_is_open(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", CLOSED_ROUTES)
def test_the_rest_of_gradio_is_closed(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 404
    assert client.post(path, json={}).status_code == 404


@pytest.mark.parametrize("path", ["upload", "call/ask", "run/ask", "api/ask", "component_server", "process_recording"])
def test_there_is_no_other_way_in(client: httpx.Client, path: str) -> None:
    assert client.post(f"/gradio_api/{path}", json={"data": []}).status_code == 404


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(client: httpx.Client, method: str) -> None:
    assert client.request(method, "/").status_code == 404


def test_the_page_names_no_other_host(client: httpx.Client, site: Any) -> None:
    page = client.get("/").text
    hosts = set(re.findall(r"https?://([^/\"'\s\\)]+)", page))
    assert hosts <= {site.address.removeprefix("http://"), "www.w3.org"}


def test_assets_may_be_kept_and_nothing_else(client: httpx.Client) -> None:
    [script] = re.findall(r'src="\./(assets/[^"]+\.js)"', client.get("/").text)
    assert "immutable" in client.get(f"/{script}").headers["cache-control"]


def test_a_message_that_is_too_large_is_not_read(site: Any) -> None:
    head = f"POST /gradio_api/queue/join HTTP/1.1\nHost: 127.0.0.1:{site.port}"
    assert " 413 " in raw(site, f"{head}\nContent-Length: 99999999")
    assert " 411 " in raw(site, f"{head}\nTransfer-Encoding: chunked")


def test_a_web_socket_is_not_opened(client: httpx.Client) -> None:
    asked = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "x"}
    assert client.get("/gradio_api/queue/data", headers=asked).status_code != 101
