"""透明効果: where a file uses transparency, and what PDF/X-1a wants gone of it.

X-4 keeps transparency live and only names the blending space. X-1a (ISO 15930-1) is
PDF 1.3, which has none: a file that needs it is refused rather than flattened, since
flattening turns type into pictures.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pikepdf
from pikepdf import Dictionary, Name

from brochure.finding import Finding, Words, fail
from brochure.finishing.walk import Id, Place

_OPACITY = Words("opacity・半透明の色", "opacity or a translucent colour")
_MASK = Words(
    "マスク・ぼかし・透明へのグラデーション", "a mask, blur or fading gradient"
)
_BLEND = Words("mix-blend-mode", "a blend mode")
_ALPHA = Words("背景が透明な画像", "a picture with an alpha channel")

#: Entries of graphics states and forms that PDF 1.3 does not know.
_LATER = (Name.ca, Name.CA, Name.BM, Name.SMask, Name.AIS, Name.TK, Name.Group)


@dataclass
class Transparency:
    """The objects that use transparency, by the reason, and what X-1a strips."""

    uses: dict[Words, set[Id]] = field(default_factory=dict)
    opaque: list[pikepdf.Object] = field(default_factory=list)

    def state(self, state: pikepdf.Object, at: Place) -> None:
        """Notes what a graphics state switches on."""
        self.opaque.append(state)
        if any(float(state.get(key, 1)) < 1 for key in (Name.ca, Name.CA)):
            self._note(_OPACITY, at)
        if isinstance(state.get(Name.SMask), Dictionary):
            self._note(_MASK, at)
        if state.get(Name.BM, Name.Normal) not in (Name.Normal, Name.Compatible):
            self._note(_BLEND, at)

    def image(self, image: pikepdf.Stream, at: Place) -> None:
        """Notes a picture with an alpha channel."""
        if Name.SMask in image:
            self._note(_ALPHA, at)

    def group(self, form: pikepdf.Object, at: Place) -> None:
        """Names the space a group blends in: ink, or grey inside a mask."""
        self.opaque.append(form)
        if Name.Group in form:
            form.Group.CS = Name.DeviceGray if at.in_mask else Name.DeviceCMYK

    def _note(self, what: Words, at: Place) -> None:
        self.uses.setdefault(what, set()).add(at.source)

    def pages(self, shown_on: dict[Id, set[int]]) -> set[int]:
        """The pages, from 1, that use any."""
        every = set().union(*self.uses.values())
        return set().union(*(shown_on[source] for source in every))

    def findings(self, shown_on: dict[Id, set[int]]) -> list[Finding]:
        """Why the file cannot be PDF/X-1a, a finding for each kind of transparency."""
        return [
            fail(
                "x1a.transparency",
                f"PDF/X-1a に透明効果は使えません（{what.ja}、{listed}ページ）",
                f"PDF/X-1a cannot have transparency ({what.en}, page {listed})",
                hint=Words(
                    "薄い色は var(--night-30) のように書くか、PDF/X-4 の印刷条件に",
                    "write a tint like var(--night-30), or choose a PDF/X-4 printer",
                ),
            )
            for what, sources in self.uses.items()
            for listed in [page_list(sources, shown_on)]
        ]

    def strip(self) -> None:
        """Takes out what PDF 1.3 has no word for, when nothing is transparent.

        Nothing looks different then: a group paints what its parts paint.
        """
        for thing in self.opaque:
            for key in _LATER:
                if key in thing:
                    del thing[key]


def page_list(sources: set[Id], shown_on: dict[Id, set[int]]) -> str:
    """The pages that show some objects, as people write them: `1, 3`."""
    return ", ".join(map(str, sorted(set().union(*(shown_on[s] for s in sources)))))
