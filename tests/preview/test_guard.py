"""Nobody gets in but the browser that was opened here, and nothing else gets out."""

from __future__ import annotations

import socket
import urllib.error
import urllib.request

import pytest

from .conftest import Preview

pytestmark = pytest.mark.slow


def raw(preview: Preview, request: str) -> str:
    """The first line that the server answers to bytes as they are."""
    host, port = preview.origin.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as line:
        line.sendall(request.replace("\n", "\r\n").encode() + b"\r\n\r\n")
        return line.recv(200).decode(errors="replace").splitlines()[0]


def test_without_the_token_there_is_nothing_to_see(preview: Preview) -> None:
    for path in ("/", "/state", "/feed", "/file/leaflet-press.pdf", "/?token=wrong"):
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(preview.origin + path)


def test_another_host_is_turned_away(preview: Preview) -> None:
    assert " 421 " in raw(preview, "GET / HTTP/1.1\nHost: evil.example")


def test_it_listens_on_this_machine_alone(preview: Preview) -> None:
    port = int(preview.origin.rsplit(":", 1)[1])
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way_out:
        try:
            way_out.connect(("192.0.2.1", 9))  # nothing is sent
        except OSError:
            pytest.skip("this machine has no other address")
        other = way_out.getsockname()[0]
    with pytest.raises(OSError, match=r"refused|timed out"):
        socket.create_connection((other, port), timeout=2)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
    ],
)
def test_another_page_cannot_change_anything(
    preview: Preview, headers: dict[str, str]
) -> None:
    before = preview.content.read_bytes()
    old = "“太陽の沈まない職場”"
    status, _ = preview.post("/words/slogan", {"old": old, "new": "x"}, **headers)
    assert status == 403
    assert preview.content.read_bytes() == before


def test_a_foreign_origin_may_not_even_read(preview: Preview) -> None:
    assert preview.get("/state", Origin="http://evil.example")[0] == 403


@pytest.mark.parametrize(
    "path",
    [
        "/file/../content.yaml",
        "/file/..%2Fcontent.yaml",
        "/file/%2e%2e/content.yaml",
        "/file/content.yaml",
        "/page/..%2Fapp.py",
        "/page/index.html",
        "/fonts/..%2FREADME.md",
        "/fonts/README.md",
        "/picture/..%2F..%2Fetc%2Fpasswd",
        "/words/..%2F",
        "/anatomy/nothing",
        "/region/nothing/1?l=0&t=0&r=1&b=1&ppi=72",
        "/region/leaflet-press.pdf/9?l=0&t=0&r=1&b=1&ppi=72",
        "/region/leaflet-press.pdf/1?l=nan&t=0&r=1&b=1&ppi=72",
        "/region/leaflet-press.pdf/1?l=0&t=0&r=200&b=200&ppi=2400",
        "/region/leaflet-press.pdf/1?l=0&t=0&r=1&b=1&ppi=1e999",
    ],
)
def test_no_address_leads_out_of_the_project(preview: Preview, path: str) -> None:
    status, body = preview.get(path)
    assert status in (400, 404, 409)
    assert len(body) < 1000


def test_a_long_request_is_not_read(preview: Preview) -> None:
    try:
        status, _ = preview.post("/words/slogan", {"old": "x", "new": "あ" * 200_000})
    except urllib.error.URLError as error:  # refused so soon that we were still sending
        status = 413 if isinstance(error.reason, ConnectionError) else 0
    assert status == 413
    assert preview.get("/state")[0] == 200


def test_nonsense_is_answered_not_obeyed(preview: Preview) -> None:
    for value in (None, [], "x", {"old": 1, "new": 2}, {"new": "x"}):
        assert preview.post("/words/slogan", value)[0] == 400
    assert preview.post("/words/slogan", {"old": "a", "new": "b"})[0] == 409
    assert preview.post("/nowhere", {})[0] == 404
