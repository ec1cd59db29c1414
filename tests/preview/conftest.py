"""A preview that runs, and a browser that looks at it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import pytest

HOME = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


class Preview:
    """A preview of a project of its own, and a client that was let in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.content = folder / "content.yaml"
        self.style = folder / "styles" / "leaflet.css"
        self.process = subprocess.Popen(
            [
                sys.executable, HOME / "make_pdf.py", "preview", "--port", "0",
                "--content", self.content, "--lang", "en",
            ],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )  # fmt: skip
        assert self.process.stdout
        self.process.stdout.readline()
        self.address = self.process.stdout.readline().strip()
        self.origin = re.sub(r"/\?.*", "", self.address)
        self.client = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar())
        )
        self.client.open(self.address).read()

    def get(self, path: str, **headers: str) -> tuple[int, bytes]:
        return self._open(urllib.request.Request(self.origin + path, headers=headers))

    def post(self, path: str, value: Any, **headers: str) -> tuple[int, bytes]:
        headers = {
            "Content-Type": "application/json",
            "Origin": self.origin,
            **headers,
        }
        return self._open(
            urllib.request.Request(
                self.origin + path, json.dumps(value).encode(), headers
            )
        )

    def _open(self, request: urllib.request.Request) -> tuple[int, bytes]:
        try:
            with self.client.open(request, timeout=30) as response:
                return response.status, response.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def state(self) -> dict[str, Any]:
        return json.loads(self.get("/state")[1])

    def settled(self) -> dict[str, Any]:
        """The state when everything is laid out."""
        return until(
            self.state,
            lambda state: (
                state["errors"]
                or (
                    state["outputs"]
                    and not any(output["stale"] for output in state["outputs"])
                )
            ),
        )

    def keys(self, name: str = "leaflet-press.pdf") -> list[str]:
        """The pictures of an output."""
        (found,) = [o for o in self.state()["outputs"] if o["name"] == name]
        return [page["key"] for page in found["pages"]]

    def stop(self) -> None:
        self.process.terminate()
        self.process.communicate(timeout=10)


def until(
    ask: Callable[[], Any], good: Callable[[Any], Any], seconds: float = 30
) -> Any:
    """What `ask` says when it is `good`; fails after a while."""
    end = time.monotonic() + seconds
    while not good(answer := ask()):
        assert time.monotonic() < end, answer
        time.sleep(0.05)
    return answer


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    folder = tmp_path_factory.mktemp("preview")
    shutil.copy(HOME / "content.yaml", folder)
    shutil.copytree(HOME / "styles", folder / "styles")
    preview = Preview(folder)
    preview.settled()
    yield preview
    preview.stop()


@pytest.fixture
def preview(served: Preview) -> Iterator[Preview]:
    """The preview, its files as they were when the test ends."""
    kept = {path: path.read_bytes() for path in (served.content, served.style)}
    first = served.keys()
    yield served
    for path, data in kept.items():
        if path.read_bytes() != data:
            path.write_bytes(data)
    until(served.keys, lambda keys: keys == first)
    served.settled()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("chromium is missing")
        pytest.skip("chromium is missing")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"]
        )
        yield chromium
        chromium.close()


def at_rest(page: Any) -> None:
    """Wait until every page is drawn and the press's verdict and its places stand."""
    page.wait_for_selector(".sheet[data-drawn]")
    page.wait_for_selector(".sheet:not([data-drawn])", state="detached")
    page.wait_for_selector("#verdict.good", state="attached")


@pytest.fixture
def page(browser: Any, preview: Preview) -> Iterator[Any]:
    """The preview in the browser; an error on its page fails the test."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(preview.address)
    at_rest(page)
    yield page
    context.close()
    assert errors == []
