"""What a page may read: files of the project and small images inside the page, no more."""

from __future__ import annotations

import io
import re
import warnings
from typing import Any, Protocol
from urllib.parse import unquote, unquote_to_bytes

from brochure.finding import Finding, Mark, Stop, Words, fail, warn

#: Relative links start here. It is no folder of any machine, so none can get into a PDF.
BASE = "file:///brochure/"

#: One file, and one picture: enough for a B1 poster at 350 ppi.
MAX_BYTES = 64 * 2**20
MAX_PIXELS = 100_000_000

_FONT = re.compile(r"\.(ttf|otf|ttc|woff2?)$", re.IGNORECASE)
_RASTER = ("PNG", "JPEG", "WEBP", "GIF", "TIFF")

#: What an SVG file may not contain. Links inside the file (#sun) are fine.
_SVG_REFUSED = re.compile(
    r"""(?P<script><(?:\w+:)?script\b)
    |(?P<entity><!ENTITY\b)
    |(?P<link>\bhref\s*=\s*["']\s*(?!\#|data:image/)(?P<href>[^"']*))
    |(?P<style>@import\b[^;]*)
    |(?P<url>\burl\(\s*["']?\s*(?!["'\s]|\#|data:image/)(?P<target>[^)"']*))""",
    re.VERBOSE | re.IGNORECASE,
)


class Paths(Protocol):
    """Whoever decides which file a name in a page may mean (project.Project)."""

    def path_of(self, name: str) -> Any: ...


class Inks(Protocol):
    """Whoever puts sRGB in place of `var(--ink)` in an SVG file (inks.Palette)."""

    def substitute(self, text: str) -> str: ...


class Refused(ValueError):
    """WeasyPrint catches it and goes on without the file; the finding is kept."""


class Desk:
    """Hands the page its files, checked, and keeps what was wrong with them.

    WeasyPrint calls it with every URL in HTML, CSS and SVG; nothing else opens a file,
    and nothing at all opens a connection.
    """

    #: WeasyPrint asks for it: go on after an error, so that all are found at once.
    _fail_on_errors = False

    def __init__(self, paths: Paths, inks: Inks) -> None:
        self.paths = paths
        self.inks = inks
        self.findings: list[Finding] = []
        self.refused: set[str] = set()
        #: The stylesheets read so far, by name, for finding places in them later.
        self.sheets: dict[str, str] = {}

    def __call__(self, url: str) -> Any:
        """The file that `url` names.

        Raises:
            Refused: It may not be read, or is not what a page can use.
        """
        from weasyprint.urls import URLFetcherResponse

        try:
            name, kind, data = self._read(url)
            if kind == "text/css":
                return URLFetcherResponse(url, data, {"Content-Type": kind})
        except _Refusal as refusal:
            self.refused.add(url)
            if refusal.finding not in self.findings:
                self.findings.append(refusal.finding)
            raise Refused(refusal.finding.message.en) from None
        # A URL that is no file's: WeasyPrint would read a file's a second time itself.
        return URLFetcherResponse(f"memory:{name}", data, {"Content-Type": kind})

    def _read(self, url: str) -> tuple[str, str, bytes]:
        """Name, type and bytes of what `url` names."""
        scheme = url.partition(":")[0].lower()
        if scheme == "data":
            return self._inside(url)
        if scheme != "file":
            raise _refusal(
                "file.network",
                f"{_short(url)} はネットワークの参照です。読み込みません",
                f"{_short(url)} is on the network, and nothing is fetched from there",
                hint=Words(
                    "ファイルをプロジェクトのフォルダーに置いてください",
                    "put the file into the project folder",
                ),
            )
        plain = url.split("#")[0].split("?")[0]
        if not plain.startswith(BASE):
            raise _refusal(
                "file.outside",
                f"{_short(unquote(plain))} はプロジェクトの外のファイルです",
                f"{_short(unquote(plain))} is outside the project folder",
            )
        name = unquote(plain.removeprefix(BASE))
        if _FONT.search(name):
            raise _refusal(
                "file.font",
                f"{name}: 書体は fonts/ のものだけを使います",
                f"{name}: only the fonts in fonts/ are used",
                hint=Words("fonts/README.md を見てください", "see fonts/README.md"),
            )
        return self._checked(name, self._bytes(name))

    def _bytes(self, name: str) -> bytes:
        """The file's content, as far as the project allows it to be read."""
        try:
            path = self.paths.path_of(name)
            if not path.is_file():
                raise FileNotFoundError
            size = path.stat().st_size
            if size > MAX_BYTES:
                raise _too_large(name, size)
            data: bytes = path.read_bytes()
        except Stop as stop:
            raise _Refusal(stop.findings[0]) from None
        except (OSError, ValueError) as error:
            raise _refusal(
                "file.missing",
                f"{name} が見つからないか、読めません",
                f"{name} cannot be found or read"
                + (f" ({error.strerror})" if getattr(error, "strerror", "") else ""),
            ) from None
        return data

    def _inside(self, url: str) -> tuple[str, str, bytes]:
        """A picture written into the page itself, `data:image/…`."""
        head, _, body = url.partition(",")
        if len(body) > MAX_BYTES * 4 // 3:
            raise _too_large(_short(url), len(body) * 3 // 4)
        if not head.lower().startswith("data:image/"):
            raise _refusal(
                "file.data",
                f"{_short(url)} は画像ではありません",
                f"{_short(url)} is not a picture",
            )
        data = unquote_to_bytes(body)
        if head.lower().endswith(";base64"):
            import base64

            try:
                data = base64.b64decode(data + b"==")
            except ValueError:
                raise _unreadable(_short(url)) from None
        suffix = ".svg" if "svg" in head else ""
        _, kind, data = self._checked(_short(url) + suffix, data)
        return "data", kind, data

    def _checked(self, name: str, data: bytes) -> tuple[str, str, bytes]:
        """Stylesheet, SVG or photograph: the type, and the bytes to use."""
        if name.lower().endswith(".css"):
            self.sheets[name] = self._css(name, data)
            return name, "text/css", data
        if name.lower().endswith(".svg"):
            return name, "image/svg+xml", self._svg(name, data)
        _check_raster(name, data)
        return name, "image/*", data

    def _css(self, name: str, data: bytes) -> str:
        text = data.decode("utf-8-sig", errors="replace")
        if match := re.search(r"@import\b", text):
            # WeasyPrint names no file in its warnings; after an @import no one can.
            finding = warn(
                "style.import",
                "@import は使わず、ページから直接リンクしてください",
                "link this file from the page instead of using @import",
                at=mark(name, text, match.start()),
            )
            self.findings.append(finding)
        return text

    def _svg(self, name: str, data: bytes) -> bytes:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise _refusal(
                "svg.encoding",
                f"{name} の文字コードが UTF-8 ではありません",
                f"{name} is not UTF-8",
                hint=Words("UTF-8 で保存し直してください", "save it again as UTF-8"),
            ) from None
        if match := _SVG_REFUSED.search(text):
            what = " ".join(match[0].split())[:60]
            raise _refusal(
                f"svg.{'script' if match['script'] else 'reference'}",
                f"SVG の中の {what} は使えません",
                f"{what} cannot be used in an SVG file",
                hint=Words(
                    "ほかのファイルやスクリプトに頼らない SVG にしてください",
                    "save an SVG file that needs no other file and no script",
                ),
                at=mark(name, text, match.start()),
            )
        try:
            return self.inks.substitute(text).encode()
        except Stop as stop:
            raise _Refusal(stop.findings[0]) from None


class _Refusal(Exception):
    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message.en)
        self.finding = finding


def _refusal(code: str, ja: str, en: str, **more: Any) -> _Refusal:
    return _Refusal(fail(code, ja, en, **more))


def _too_large(name: str, size: int) -> _Refusal:
    have, most = size / 2**20, MAX_BYTES // 2**20
    return _refusal(
        "file.too-large",
        f"{name} が大きすぎます（{have:.0f} MiB、上限 {most} MiB）",
        f"{name} is too large ({have:.0f} MiB, at most {most} MiB)",
    )


def _unreadable(name: str) -> _Refusal:
    return _refusal(
        "image.unreadable",
        f"{name} は画像として読めません",
        f"{name} cannot be read as a picture",
        hint=Words(
            f"使える形式: SVG, {', '.join(_RASTER)}",
            f"SVG, {', '.join(_RASTER)} can be used",
        ),
    )


def _check_raster(name: str, data: bytes) -> None:
    """Refuse what is no picture, has too many pixels, or was cut short.

    WeasyPrint itself takes half a JPEG and prints the rest grey.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=_RASTER) as image:
                width, height = image.size
                kind = image.format
    except Image.DecompressionBombError:
        raise _too_many_pixels(name, "") from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise _unreadable(name) from None
    if width * height > MAX_PIXELS:
        raise _too_many_pixels(name, f"{width} × {height}, ")
    end = {"PNG": b"IEND", "JPEG": b"\xff\xd9"}.get(kind or "", b"")
    if end not in data[-4096:]:
        raise _refusal(
            "image.cut-short",
            f"{name} は途中で切れています",
            f"{name} is cut short",
            hint=Words("もう一度コピーしてください", "copy the file again"),
        )


def _too_many_pixels(name: str, size: str) -> _Refusal:
    most = MAX_PIXELS // 10**6
    return _refusal(
        "image.too-many-pixels",
        f"{name} の画素が多すぎます（{size}上限 {most} メガピクセル）",
        f"{name} has too many pixels ({size}at most {most} megapixels)",
    )


def mark(name: str, text: str, offset: int) -> Mark:
    """The place of character `offset` in a file."""
    line = text.count("\n", 0, offset) + 1
    return Mark(name, line, offset - text.rfind("\n", 0, offset))


def _short(url: str) -> str:
    return url if len(url) <= 80 else url[:77] + "…"
