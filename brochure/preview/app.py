"""The preview's addresses: the page, its state, its pictures, what may be changed."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable
from math import isfinite
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route

from brochure import HOME
from brochure.content.rewrite import rewrite, text_of
from brochure.crew import Crash
from brochure.finding import Stop
from brochure.preview.board import Board, shown
from brochure.preview.guard import REPORT_POLICY
from brochure.preview.press import Point
from brochure.preview.shift import Shift

_PAGE = Path(__file__).parent / "page"
_KINDS = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


#: What a build makes.
_MEDIA = {".pdf": "application/pdf", ".png": "image/png", ".jpg": "image/jpeg"}


def application(
    board: Board, shift: Shift, content: Path, life: Callable[[], Any], lang: str
) -> Starlette:
    """The web application; `life` is run as a context while it is up."""
    return Starlette(
        routes=[
            Route("/", _Files(lang).index),
            Route("/page/{name}", _Files(lang).file),
            Route("/fonts/{name}", _font),
            *_Reading(board, shift, content).routes(),
            *_Changing(shift, content, lang).routes(),
        ],
        lifespan=lambda app: life(),
    )


class _Files:
    """The page itself: a few files, read once."""

    def __init__(self, lang: str) -> None:
        self.files = {
            path.name: path.read_bytes()
            for path in sorted(_PAGE.iterdir())
            if path.suffix in _KINDS
        }
        self.lang = lang

    async def index(self, request: Request) -> Response:
        html = self.files["index.html"].replace(b"LANG", self.lang.encode(), 1)
        return Response(html, media_type=_KINDS[".html"])

    async def file(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in self.files or name == "index.html":
            return Response("no such file", 404)
        kind = _KINDS[Path(name).suffix]
        return Response(
            self.files[name], media_type=kind, headers={"Cache-Control": "no-store"}
        )


async def _font(request: Request) -> Response:
    """One of the fonts that Brochure brings."""
    fonts = {path.name: path for path in (HOME / "fonts").glob("*.ttf")}
    path = fonts.get(request.path_params["name"])
    if path is None:
        return Response("no such font", 404)
    return FileResponse(path, headers={"Cache-Control": "private, max-age=86400"})


class _Reading:
    """What can be looked at."""

    def __init__(self, board: Board, shift: Shift, content: Path) -> None:
        self.board = board
        self.shift = shift
        self.content = content

    def routes(self) -> list[Route]:
        return [
            Route("/state", self.state),
            Route("/feed", self.feed),
            Route("/picture/{key}", self.picture),
            Route("/region/{name}/{page:int}", self.region),
            Route("/anatomy/{name}", self.anatomy),
            Route("/layer/{name}/{page:int}/{layer}", self.layer),
            Route("/point/{name}/{page:int}", self.point),
            Route("/report/{name}", self.report),
            Route("/words/{path}", self.words),
            Route("/room/{name}/{path}", self.room),
            Route("/file/{name}", self.file),
        ]

    async def state(self, request: Request) -> Response:
        return JSONResponse(self.board.state())

    async def feed(self, request: Request) -> Response:
        """Server-sent events: the whole state whenever it changes."""

        async def events() -> AsyncIterator[str]:
            async for _ in self.board.listen():
                state = json.dumps(self.board.state(), ensure_ascii=False)
                yield f"data: {state}\n\n"

        return StreamingResponse(
            events(),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )

    async def picture(self, request: Request) -> Response:
        data = self.board.pictures.get(request.path_params["key"])
        if data is None:
            return Response("no such picture", 404)
        # A key stands for its pixels, so they need never be fetched twice.
        return Response(
            data,
            media_type="image/bmp",
            headers={"Cache-Control": "private, max-age=86400, immutable"},
        )

    async def region(self, request: Request) -> Response:
        query = request.query_params
        try:
            box = tuple(float(query[side]) for side in ("l", "t", "r", "b"))
            if not all(map(isfinite, box)):
                raise ValueError("no such place")
            name, page = request.path_params["name"], request.path_params["page"]
            data = await self.shift.region(name, page, box, float(query["ppi"]))
        except (KeyError, ValueError, OverflowError):
            return Response("no such part of a page", 400)
        return Response(
            data, media_type="image/bmp", headers={"Cache-Control": "no-store"}
        )

    async def anatomy(self, request: Request) -> Response:
        found = self.board.anatomy(request.path_params["name"])
        if found is None:
            return Response("not laid out yet", 404)
        return JSONResponse(found, headers={"Cache-Control": "no-store"})

    async def layer(self, request: Request) -> Response:
        """A plate, the ink, or the soft proof of a page."""
        path = request.path_params
        question = (path["name"], path["page"], path["layer"])
        try:
            data = await self.shift.ask_press("layer", *question)
        except (ValueError, Stop, Crash):
            return Response("no such layer", 404)
        return Response(
            data, media_type="image/png", headers={"Cache-Control": "no-store"}
        )

    async def point(self, request: Request) -> Response:
        """What is printed at a point, and the rule that says so."""
        path, query = request.path_params, request.query_params
        try:
            x, y = float(query["x"]), float(query["y"])
            if not (isfinite(x) and isfinite(y)):
                raise ValueError("no such point")
            question = (path["name"], path["page"], x, y)
            point: Point = await self.shift.ask_press("point", *question)
        except (KeyError, ValueError, Stop, Crash):
            return Response("no such point", 404)
        where = point.origin._asdict() if point.origin else None
        return JSONResponse({**point._asdict(), "origin": where})

    async def report(self, request: Request) -> Response:
        """The preflight report of an output, as a page of its own."""
        lang = "en" if request.query_params.get("lang") == "en" else "ja"
        name = request.path_params["name"]
        try:
            html = await self.shift.ask_press("report", name, lang)
        except (ValueError, Stop, Crash):
            return Response("not proved yet", 404)
        return HTMLResponse(html, headers={"Content-Security-Policy": REPORT_POLICY})

    async def file(self, request: Request) -> Response:
        """A finished file, of those that content.yaml lists."""
        name = request.path_params["name"]
        path = self.content.absolute().parent / "out" / name
        if name not in self.board.files() or not path.is_file():
            return Response("not built yet", 404)
        download = "download" in request.query_params
        return FileResponse(
            path,
            media_type=_MEDIA[path.suffix],
            filename=name,
            content_disposition_type="attachment" if download else "inline",
            headers={"Cache-Control": "no-store"},
        )

    async def words(self, request: Request) -> Response:
        """The text at a path of content.yaml, as it was typed."""
        try:
            text = text_of(self.content, request.path_params["path"])
        except Stop as stop:
            return _refused(stop)
        return JSONResponse({"text": text})

    async def room(self, request: Request) -> Response:
        """How many more characters fit where these words stand."""
        path = request.path_params
        try:
            found = await self.shift.room(path["name"], path["path"])
        except (ValueError, IndexError, Stop, Crash):
            return Response("not known", 404)
        return JSONResponse({"room": found})


class _Changing:
    """What can be changed. Guard has seen to it that our own page asks."""

    def __init__(self, shift: Shift, content: Path, lang: str) -> None:
        self.shift = shift
        self.content = content
        self.lang = lang
        self.building = asyncio.Lock()

    def routes(self) -> list[Route]:
        return [
            Route("/look", self.look, methods=["POST"]),
            Route("/words/{path}", self.rewrite, methods=["POST"]),
            Route("/build", self.build, methods=["POST"]),
        ]

    async def look(self, request: Request) -> Response:
        self.shift.look_at(str((await _sent(request)).get("name", "")))
        return JSONResponse({})

    async def build(self, request: Request) -> Response:
        """Build the files as the command line does, and say what it says."""
        async with self.building:
            process = await asyncio.create_subprocess_exec(
                sys.executable, str(HOME / "make_pdf.py"), "build",
                "--content", str(self.content), "--lang", self.lang,
                stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
            )  # fmt: skip
            said, _ = await process.communicate()
        text = said.decode(errors="replace")
        return JSONResponse({"status": process.returncode, "text": text})

    async def rewrite(self, request: Request) -> Response:
        sent = await _sent(request)
        old, new = sent.get("old"), sent.get("new")
        if not (isinstance(old, str) and isinstance(new, str)):
            return Response("old and new are wanted", 400)
        try:
            rewrite(self.content, request.path_params["path"], old, new)
        except Stop as stop:
            return _refused(stop)
        return JSONResponse({})


async def _sent(request: Request) -> dict[str, Any]:
    """The JSON object that was sent; an empty one for anything else."""
    try:
        value = json.loads(await request.body())
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _refused(stop: Stop) -> Response:
    return JSONResponse({"errors": [shown(found) for found in stop.findings]}, 409)
