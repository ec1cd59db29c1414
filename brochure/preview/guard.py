"""Lets nobody in but the browser that was opened here.

A page on the network can make a browser ask 127.0.0.1 for anything: so the Host must be
ours (DNS rebinding), the Origin of whatever changes something must be ours, and every
request needs the token of this start, which only our own first address carries.
"""

from __future__ import annotations

import hmac
import secrets
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Final

from starlette.responses import PlainTextResponse, RedirectResponse, Response

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE: Final = "brochure-preview"
#: A paragraph is a kilobyte.
MOST_BYTES: Final = 256 * 1024

#: For a preflight report, which allows its own style and script by their hashes, and
#: nothing else; a browser takes both policies together.
REPORT_POLICY: Final = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
    "script-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'none'"
)

_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: "
        "data:; font-src 'self'; connect-src 'self'; form-action 'none'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Guard:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, port: int, token: str = "") -> None:
        self.app = app
        self.token = token or secrets.token_urlsafe(24)
        self.hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        self.origins = {f"http://{host}" for host in self.hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        from starlette.requests import Request

        refusal = self._refusal(Request(scope))
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        size = 0

        async def bounded() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > MOST_BYTES:
                return {"type": "http.disconnect"}
            return message

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = message.get("headers", [])
                named = {name for name, _ in given}
                headers = [
                    (name, value.encode())
                    for key, value in _HEADERS.items()
                    if (name := key.lower().encode()) not in named
                ]
                message["headers"] = [*given, *headers]
            await send(message)

        await self.app(scope, bounded, sealed)

    def _refusal(self, request: Request) -> Response | None:
        """Why the request is turned away, None where it may pass."""
        if request.headers.get("host", "") not in self.hosts:
            return _no(421, "this address is not ours")
        origin = request.headers.get("origin")
        if origin is not None and origin not in self.origins:
            return _no(403, "a request from another page")
        changes = request.method not in ("GET", "HEAD")
        if changes and (
            origin is None
            or request.headers.get("content-type", "") != "application/json"
        ):
            return _no(403, "a request from another page")
        length = request.headers.get("content-length", "0")
        if not length.isdigit() or int(length) > MOST_BYTES:
            return _no(413, "too long")
        if self._is_ours(_cookie(request)):
            return None
        if not changes and self._is_ours(request.query_params.get("token", "")):
            # From now on the cookie speaks, and the address bar shows no secret.
            response = RedirectResponse("/", status_code=303)
            response.set_cookie(COOKIE, self.token, httponly=True, samesite="strict")
            return response
        return _no(403, "open the address that the command line shows")

    def _is_ours(self, token: str) -> bool:
        return hmac.compare_digest(token.encode(), self.token.encode())


def _cookie(request: Request) -> str:
    try:
        jar: SimpleCookie = SimpleCookie(request.headers.get("cookie", ""))
    except CookieError:
        return ""
    return jar[COOKIE].value if COOKIE in jar else ""


def _no(status: int, why: str) -> Response:
    return PlainTextResponse(why, status, headers=_HEADERS)
