"""Documents over HTTP: uploads come in by their name, originals and texts go out only by the library's."""

from typing import Any

import httpx
import pytest

LINES = b"# Lighthouse\r\n\r\nThe lighthouse of Sael was lit in 1871. \xf0\x9f\x98\x80\r\n"

TRAVERSALS = [
    "/etc/passwd",
    "../../../../etc/passwd",
    "..\\..\\etc\\passwd",
    "....//....//etc/passwd",
    "..;/etc/passwd",
    "%2e%2e%2fetc%2fpasswd",
    "..%c0%afetc/passwd",
    "faq.md/../../../../etc/passwd",
    "faq.md\0.pdf",
    "file:///etc/passwd",
    "/proc/self/environ",
    "C:\\Windows\\win.ini",
    ".",
    "..",
    "~/.ssh/id_rsa",
    "catalog.sqlite3",
]


@pytest.fixture
def client(site: Any) -> httpx.Client:
    return httpx.Client(base_url=site.address, timeout=60)


def upload(client: httpx.Client, name: str, body: bytes = LINES, collection: str = "files") -> httpx.Response:
    return client.post("/documents", params={"collection": collection, "name": name}, content=body)


def get(client: httpx.Client, what: str, name: str, collection: str = "files") -> httpx.Response:
    return client.get(f"/documents/{what}", params={"collection": collection, "name": name})


def test_a_file_comes_in_and_goes_out_as_it_was(client: httpx.Client) -> None:
    assert upload(client, "Jahr & Tag (2024) ü.md").json() == {"status": "added", "outcome": "was added"}
    original = get(client, "original", "Jahr & Tag (2024) ü.md")
    assert original.content == LINES
    text = get(client, "text", "Jahr & Tag (2024) ü.md").json()
    assert "".join(piece["text"] for piece in text["pieces"]) == LINES.decode()
    assert text["title"] == "Lighthouse"


@pytest.mark.parametrize("name", TRAVERSALS)
@pytest.mark.parametrize("what", ["original", "text"])
def test_only_names_of_the_library_lead_to_a_file(client: httpx.Client, what: str, name: str) -> None:
    for collection in ("default", "files", "..", "/etc"):
        response = get(client, what, name, collection)
        assert response.status_code == 404
        assert "root:" not in response.text


@pytest.mark.parametrize(
    "name", [*TRAVERSALS[:5], *TRAVERSALS[6:10], ".", "..", "", "a/b.md", "a\nb.md", "x" * 300 + ".md", "a\\b.md"]
)
def test_an_upload_has_a_plain_name(client: httpx.Client, name: str) -> None:
    response = upload(client, name, b"x", collection="nothing")
    assert response.status_code == 400
    assert client.get("/documents/text", params={"collection": "nothing", "name": name}).status_code in {400, 404}


def test_what_could_hold_a_script_is_a_download(client: httpx.Client) -> None:
    for name, body in {
        "page.html": b"<script>alert(1)</script><p>A page about lighthouses and their keepers.</p>",
        "picture.md": b"<svg onload=alert(1)>The keeper of the lighthouse lives below it.",
    }.items():
        assert upload(client, name, body).json()["status"] == "added"
        headers = get(client, "original", name).headers
        assert headers["content-type"] == "application/octet-stream"
        assert headers["content-disposition"].startswith("attachment")
        assert headers["x-content-type-options"] == "nosniff"


def test_a_pdf_is_shown_as_one_and_nothing_more(client: httpx.Client) -> None:
    headers = get(client, "original", "operations-handbook.pdf", "default").headers
    assert headers["content-type"] == "application/pdf"
    assert headers["content-disposition"] == 'inline; filename="operations-handbook.pdf"'
    assert headers["x-content-type-options"] == "nosniff"


def test_a_file_that_cannot_be_read_is_told_in_one_line(client: httpx.Client) -> None:
    reply = upload(client, "empty.pdf", b"").json()
    assert reply["status"] == "skipped"
    assert reply["outcome"] and "\n" not in reply["outcome"] and "Traceback" not in reply["outcome"]


def test_a_collection_that_cannot_be_is_told_in_one_line(client: httpx.Client) -> None:
    response = upload(client, "a.md", collection="x" * 200)
    assert response.status_code == 409
    assert "\n" not in response.json()["error"]


def test_without_a_name_nothing_is_given(client: httpx.Client) -> None:
    assert client.get("/documents/text").status_code == 400
    assert client.get("/documents/original", params={"name": "faq.md"}).status_code == 400
    assert client.post("/documents", content=b"x").status_code == 400


def test_no_copy_of_an_upload_is_left_behind(client: httpx.Client, site: Any) -> None:
    assert upload(client, "left-behind.md", b"# Left behind\n\nThe word is quinquereme.\n").is_success
    left = [path for path in site.temporary.rglob("*") if path.is_file()]
    assert left == []
