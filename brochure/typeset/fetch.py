"""What a page may read: files of the project, and pictures inside the page."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import unquote, unquote_to_bytes
from xml.etree import ElementTree

from brochure.finding import Finding, Mark, Stop, Words, fail, warn

if TYPE_CHECKING:
    from brochure.inks import Palette

#: Relative links start here: no folder of a machine, so none can get into a PDF.
BASE = "file:///brochure/"

#: One file, and one picture: enough for a B1 poster at 350 ppi.
MAX_BYTES = 64 * 2**20
MAX_PIXELS = 100_000_000

_FONT = re.compile(r"\.(ttf|otf|ttc|woff2?)$", re.IGNORECASE)
_RASTER = ("PNG", "JPEG", "WEBP", "GIF", "TIFF")

#: What makes a style sheet or an attribute of an SVG file need another file.
_ELSEWHERE = re.compile(
    r"""@import\b[^;]* | \burl\( \s*["']?\s* (?!["'\s#]|data:image/) [^)]*""",
    re.VERBOSE,
)


class Paths(Protocol):
    """Whoever decides which file a name in a page means, and whether it may be read."""

    def path_of(self, name: str, /) -> Path:
        """The file; raises Stop if it may not be read."""
        ...


class Refused(ValueError):
    """WeasyPrint catches it and does without the file; the desk keeps the finding."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message.en)
        self.finding = finding


class Desk:
    """Hands the page its files, checked, and keeps what was wrong with them.

    WeasyPrint calls it with every URL in HTML, CSS and SVG; nothing else opens a file,
    and nothing at all opens a connection.
    """

    #: WeasyPrint asks for it: go on after an error, so that all are found at once.
    _fail_on_errors = False

    def __init__(self, paths: Paths, palette: Palette) -> None:
        self.paths = paths
        self.palette = palette
        #: What is wrong, by URL.
        self.refused: dict[str, Finding] = {}
        #: A crash of our own; WeasyPrint takes it for one more unreadable file.
        self.bug: Exception | None = None
        #: What is only unwise.
        self.warned: list[Finding] = []
        #: The style sheets read so far, by name, for finding places in them.
        self.sheets: dict[str, str] = {}

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All that is wrong, at the place of the link where a style sheet has it."""
        found = [self._located(*item) for item in self.refused.items()]
        return tuple(dict.fromkeys([*found, *self.warned]))

    def __call__(self, url: str) -> Any:
        """WeasyPrint's response for `url`.

        Raises:
            Refused: It may not be read, or is not what a page can use.
        """
        from weasyprint.urls import URLFetcherResponse

        try:
            kind, data = self._read(url)
        except Refused as refused:
            self.refused.setdefault(url, refused.finding)
            raise
        except Exception as bug:
            self.bug = bug
            raise
        if kind == "text/css":
            return URLFetcherResponse(url, data, {"Content-Type": kind})
        # A URL that is no file's, or WeasyPrint would read the file again by itself.
        return URLFetcherResponse("memory:", data, {"Content-Type": kind})

    def _located(self, url: str, finding: Finding) -> Finding:
        if finding.at is None and not url.startswith("data:"):
            name = unquote(url).rpartition("/")[2]
            for sheet, text in self.sheets.items():
                if match := re.search(rf"url\([^)]*{re.escape(name)}", text):
                    return replace(finding, at=mark(sheet, text, match.start()))
        return finding

    def _read(self, url: str) -> tuple[str, bytes]:
        """Type and bytes of what `url` names."""
        scheme = url.partition(":")[0].lower()
        if scheme == "data":
            return self._inside(url)
        plain = url.split("#")[0].split("?")[0]
        name = unquote(plain.removeprefix(BASE))
        if scheme != "file":
            raise _refused(
                "file.network",
                "ネットワークからは読みません",
                "nothing is read from the network",
                hint=Words(
                    "ファイルを原稿のフォルダーに入れてください",
                    "put the file into the content's folder",
                ),
                subject=_short(url),
            )
        if not plain.startswith(BASE):
            raise _refused(
                "file.outside",
                "原稿のフォルダーの外にあるファイルは読みません",
                "files outside of the content's folder are not read",
                subject=_short(name),
            )
        if _FONT.search(name):
            raise _refused(
                "file.font",
                "書体は fonts/ にあるものだけを使います",
                "only the fonts in fonts/ are used",
                hint=Words("fonts/README.md を見てください", "see fonts/README.md"),
                subject=_short(name),
            )
        return self._checked(name, self._bytes(name))

    def _bytes(self, name: str) -> bytes:
        """The file's content, as far as it may be read."""
        try:
            with self.paths.path_of(name).open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        except Stop as stop:
            raise Refused(stop.findings[0]) from None
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise _refused(
                "file.unreadable",
                f"読めません（{why}）",
                f"it cannot be read ({why})",
                subject=name,
            ) from None
        if len(data) > MAX_BYTES:
            raise _too_large(name)
        return data

    def _inside(self, url: str) -> tuple[str, bytes]:
        """A picture written into the page itself, `data:image/…`."""
        head, _, body = url.partition(",")
        head = head.lower()
        if not head.startswith("data:image/"):
            raise _refused(
                "file.data",
                "画像ではありません",
                "this is no picture",
                subject=_short(url),
            )
        if len(body) > MAX_BYTES * 4 // 3:
            raise _too_large(_short(url))
        data = unquote_to_bytes(body)
        if head.endswith(";base64"):
            from base64 import b64decode

            try:
                data = b64decode(data)
            except ValueError:
                raise _unreadable(_short(url)) from None
        if head.startswith("data:image/svg+xml"):
            return "image/svg+xml", self._svg(_short(url), data)
        check_raster(_short(url), data)
        return "image/*", data

    def _checked(self, name: str, data: bytes) -> tuple[str, bytes]:
        """Style sheet, SVG or photograph: its type, and the bytes to use."""
        if name.lower().endswith(".css"):
            self._note_sheet(name, data)
            return "text/css", data
        if name.lower().endswith(".svg"):
            return "image/svg+xml", self._svg(name, data)
        check_raster(name, data)
        return "image/*", data

    def _note_sheet(self, name: str, data: bytes) -> None:
        text = self.sheets[name] = data.decode("utf-8-sig", errors="replace")
        if match := re.search(r"@import\b", text):
            # WeasyPrint names no file in its warnings; after an @import no one can.
            self.warned.append(
                warn(
                    "style.import",
                    "@import を使わず、ページから直接リンクしてください",
                    "link this file from the page rather than with @import",
                    at=mark(name, text, match.start()),
                )
            )

    def _svg(self, name: str, data: bytes) -> bytes:
        """The SVG file with the inks in it, if it needs nothing else than itself."""
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise _refused(
                "svg.encoding",
                "文字コードが UTF-8 ではありません",
                "it is not UTF-8",
                hint=Words("UTF-8 で保存し直してください", "save it as UTF-8"),
                subject=name,
            ) from None
        try:
            if (offset := text.find("<!ENTITY")) >= 0:
                # A few of them can stand for gigabytes of text.
                raise _not_in_svg("<!ENTITY …>", mark(name, text, offset))
            text = self.palette.substitute(text, name)
            for foreign in _foreign(ElementTree.fromstring(text)):
                offset = max(0, text.find(foreign))
                raise _not_in_svg(_short(foreign), mark(name, text, offset))
        except Stop as stop:
            raise Refused(stop.findings[0]) from None
        except ElementTree.ParseError as error:
            line, column = error.position
            raise _refused(
                "svg.malformed",
                f"SVG として読めません（{error.msg}）",
                f"it is not well-formed SVG ({error.msg})",
                at=Mark(name, line, column + 1),
            ) from None
        return text.encode()


def _refused(code: str, ja: str, en: str, **more: Any) -> Refused:
    return Refused(fail(code, ja, en, **more))


def _foreign(svg: ElementTree.Element) -> Iterator[str]:
    """What makes an SVG file need another file, or run a script."""
    for element in svg.iter():
        tag = str(element.tag).rpartition("}")[2].lower()
        if tag == "script":
            yield "<script"
        for key, value in element.attrib.items():
            is_link = key.rpartition("}")[2] == "href" and tag != "a"
            if is_link and not value.strip().startswith(("#", "data:image/")):
                yield value
            elif "url(" in value and (match := _ELSEWHERE.search(value)):
                yield match[0]
        if tag == "style" and (match := _ELSEWHERE.search(element.text or "")):
            yield match[0]


def _not_in_svg(what: str, at: Mark) -> Refused:
    return _refused(
        "svg.foreign",
        f"SVG の中では {what} は使えません",
        f"{what} cannot be used in an SVG file",
        hint=Words(
            "ほかのファイルやスクリプトを使わない形で保存してください",
            "save it in a form that needs no other file and no script",
        ),
        at=at,
    )


def _too_large(name: str) -> Refused:
    return _refused(
        "file.too-large",
        f"{MAX_BYTES // 2**20} MiB を超えています",
        f"the file is larger than {MAX_BYTES // 2**20} MiB",
        subject=name,
    )


def check_raster(name: str, data: bytes) -> None:
    """Refuse what is no picture, has too many pixels, or was cut short.

    WeasyPrint itself would take half a JPEG and print the rest grey.

    Raises:
        Refused: One of these.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=_RASTER) as image:
                width, height = image.size
                end = {"PNG": b"IEND", "JPEG": b"\xff\xd9"}.get(image.format or "", b"")
    except Image.DecompressionBombError:
        raise _too_many_pixels(name) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise _unreadable(name) from None
    if width * height > MAX_PIXELS:
        raise _too_many_pixels(name)
    if end not in data[-4096:]:
        raise _refused(
            "image.cut-short",
            "ファイルが途中で切れています",
            "the file is cut short",
            hint=Words("もう一度コピーしてください", "copy it again"),
            subject=name,
        )


def _unreadable(name: str) -> Refused:
    return _refused(
        "image.unreadable",
        "画像として読めません",
        "it cannot be read as a picture",
        hint=Words(
            f"使える形式は SVG, {', '.join(_RASTER)} です",
            f"SVG, {', '.join(_RASTER)} can be used",
        ),
        subject=name,
    )


def _too_many_pixels(name: str) -> Refused:
    most = MAX_PIXELS // 10**6
    return _refused(
        "image.too-many-pixels",
        f"画素が多すぎます（上限 {most} メガピクセル）",
        f"it has more than {most} megapixels",
        subject=name,
    )


def mark(name: str, text: str, offset: int) -> Mark:
    """The place of character `offset` in a file."""
    line = text.count("\n", 0, offset) + 1
    return Mark(name, line, offset - text.rfind("\n", 0, offset))


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"
