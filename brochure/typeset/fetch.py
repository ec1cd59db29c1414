"""What a page may read: files of the project, and pictures inside the page."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import unquote, unquote_to_bytes

from brochure.files import reason
from brochure.finding import Finding, Mark, Stop, Words, warn
from brochure.pictures import flaws
from brochure.pictures.standin import Held
from brochure.typeset.pictures import inked_svg
from brochure.typeset.placing import Counter
from brochure.typeset.refusal import Refused, mark, refused, short

if TYPE_CHECKING:
    from brochure.shop.inks import Palette

#: Relative links start here: no folder of a machine, so none can get into a PDF.
BASE = "file:///brochure/"

#: One file: a B1 poster at 350 ppi is 40 MB as a JPEG.
MAX_BYTES = 64 * 2**20

_FONT = re.compile(r"\.(ttf|otf|ttc|woff2?)$", re.IGNORECASE)


class Paths(Protocol):
    """Whoever decides which file a name in a page means, and whether it may be read."""

    def path_of(self, name: str, /) -> Path:
        """The file; raises Stop if it may not be read."""
        ...


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
        self._counter = Counter(palette, self.warned)

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
        except Refused as refusal:
            self.refused.setdefault(url, refusal.finding)
            raise
        except Exception as bug:
            self.bug = bug
            raise
        if kind == "text/css":
            return URLFetcherResponse(url, data, {"Content-Type": kind})
        # A URL that is no file's, or WeasyPrint would read the file again by itself.
        return URLFetcherResponse("memory:", data, {"Content-Type": kind})

    def _located(self, url: str, finding: Finding) -> Finding:
        if finding.at is None and (at := self._named_at(url)):
            return replace(finding, at=at)
        return finding

    def _named_at(self, url: str) -> Mark | None:
        """The place in a style sheet that asks for the file, if one does."""
        if url.startswith("data:"):
            return None
        name = unquote(url.split("#")[0]).rpartition("/")[2]
        for sheet, text in self.sheets.items():
            if match := re.search(rf"url\([^)]*{re.escape(name)}", text):
                return mark(sheet, text, match.start())
        return None

    def _read(self, url: str) -> tuple[str, bytes]:
        """Type and bytes of what `url` names."""
        scheme = url.partition(":")[0].lower()
        if scheme == "data":
            return self._inside(url)
        plain = url.split("#")[0].split("?")[0]
        name = unquote(plain.removeprefix(BASE))
        if scheme != "file":
            raise refused(
                "file.network",
                "ネットワークからは読みません",
                "nothing is read from the network",
                hint=Words(
                    "ファイルを原稿のフォルダーに入れてください",
                    "put the file into the content's folder",
                ),
                subject=short(url),
            )
        if not plain.startswith(BASE):
            raise refused(
                "file.outside",
                "原稿のフォルダーの外にあるファイルは読みません",
                "files outside of the content's folder are not read",
                subject=short(name),
            )
        if _FONT.search(name):
            raise refused(
                "file.font",
                "書体は fonts/ にあるものだけを使います",
                "only the fonts in fonts/ are used",
                hint=Words("fonts/README.md を見てください", "see fonts/README.md"),
                subject=short(name),
            )
        return self._checked(url, name, self._bytes(name))

    def _bytes(self, name: str) -> bytes:
        """The file's content, as far as it may be read."""
        try:
            with self.paths.path_of(name).open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        except Stop as stop:
            raise Refused(stop.findings[0]) from None
        except OSError as error:
            why = reason(error)
            raise refused(
                "file.unreadable",
                f"読めません（{why.ja}）",
                f"it cannot be read ({why.en})",
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
            raise refused(
                "file.data",
                "画像ではありません",
                "this is no picture",
                subject=short(url),
            )
        if len(body) > MAX_BYTES * 4 // 3:
            raise _too_large(short(url))
        data = unquote_to_bytes(body)
        if head.endswith(";base64"):
            from base64 import b64decode

            try:
                data = b64decode(data)
            except ValueError:
                raise Refused(flaws.unreadable(short(url)).findings[0]) from None
        if head.startswith("data:image/svg+xml"):
            return "image/svg+xml", inked_svg(short(url), data, self.palette)
        return self._counter.taken(url, Held(short(url), data))

    def _checked(self, url: str, name: str, data: bytes) -> tuple[str, bytes]:
        """Style sheet, SVG or photograph: its type, and the bytes to use."""
        if name.lower().endswith(".css"):
            self._note_sheet(name, data)
            return "text/css", data
        if name.lower().endswith(".svg"):
            return "image/svg+xml", inked_svg(name, data, self.palette)
        query = url.split("#")[0].partition("?")[2]
        held = Held(name, data, query, self._named_at(url))
        return self._counter.taken(url, held)

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


def _too_large(name: str) -> Refused:
    return refused(
        "file.too-large",
        f"{MAX_BYTES // 2**20} MiB を超えています",
        f"the file is larger than {MAX_BYTES // 2**20} MiB",
        subject=name,
    )
