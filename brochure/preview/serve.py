"""Starts the preview: a server on this machine, the worker, the watch on the files."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import webbrowser
from collections.abc import AsyncIterator
from pathlib import Path

import uvicorn

from brochure.finding import Stop, Words, fail
from brochure.preview.app import application
from brochure.preview.board import Board
from brochure.preview.guard import Guard
from brochure.preview.shift import Shift
from brochure.preview.watch import watch

_OPEN = Words(
    "下見はここです（終わるときは Ctrl-C）:", "The preview is here (Ctrl-C ends it):"
)


def serve(content: Path, port: int, open_page: bool, lang: str) -> int:
    """Serve until Ctrl-C; returns the exit status.

    Raises: Stop where the port is taken.
    """
    listening = _listening(port)
    board = Board()
    shift = Shift(board, content)

    @contextlib.asynccontextmanager
    async def life() -> AsyncIterator[None]:
        tasks = [
            asyncio.create_task(shift.work()),
            asyncio.create_task(watch(content, shift.changed)),
        ]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    actual = listening.getsockname()[1]
    guard = Guard(application(board, shift, content, life, lang), actual)
    address = f"http://127.0.0.1:{actual}/?token={guard.token}"
    print(f"{_OPEN.in_(lang)}\n  {address}", flush=True)
    if open_page:
        webbrowser.open(address)
    config = uvicorn.Config(
        guard,
        log_level="error",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    try:
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        shift.stop()
        listening.close()
    return 0


def _listening(port: int) -> socket.socket:
    """A socket on 127.0.0.1, never on the network; port 0 takes any that is free."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("127.0.0.1", port))
        listening.listen()  # whoever comes before the server is up waits
    except OSError:
        listening.close()
        raise Stop(
            fail(
                "preview.port",
                f"ポート {port} は使われています",
                f"port {port} is taken",
                hint=Words(
                    "--port 8001 のように別の番号を指定してください",
                    "name another one, for example --port 8001",
                ),
            )
        ) from None
    return listening
