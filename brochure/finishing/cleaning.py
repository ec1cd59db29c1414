"""The drawing of a placed PDF, in a target's colours, and nothing besides.

No link, script, layer, tag, private data or overprint is taken along (PDF 32000-1 § 8).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Dictionary, Name

from brochure.finding import Stop
from brochure.finishing import gradients, images
from brochure.finishing.spaces import DEVICES, Space, Target, unknown
from brochure.finishing.walk import Id
from brochure.pictures import flaws
from brochure.pictures.reading import Raster

if TYPE_CHECKING:
    from PIL.Image import Image

Names = tuple[str, ...]

#: What a graphics state may keep: lines and transparency.
_STATE_KEYS = ("LW", "LC", "LJ", "ML", "D", "ca", "CA", "BM", "SMask", "AIS", "SA")
_FORM_KEYS: Names = (
    "Type",
    "Subtype",
    "BBox",
    "Matrix",
    "Resources",
    "Group",
    "Length",
)
_FORM_KEYS += ("Filter", "DecodeParms", "FormType")
_PATTERN_KEYS: Names = (
    "Type",
    "PatternType",
    "PaintType",
    "TilingType",
    "BBox",
    "XStep",
)
_PATTERN_KEYS += ("YStep", "Resources", "Matrix", "Length", "Filter", "DecodeParms")
_IMAGE_KEYS: Names = ("Type", "Subtype", "Width", "Height", "ColorSpace", "Decode")
_IMAGE_KEYS += ("BitsPerComponent", "ImageMask", "Mask", "SMask", "Length", "Filter")
_IMAGE_KEYS += ("DecodeParms",)
_KINDS = ("ExtGState", "XObject", "Font", "Pattern", "Shading")
_MARKED = ("BDC", "BMC", "EMC", "DP", "MP")
_SOLID = {"g": "/DeviceGray", "rg": "/DeviceRGB", "k": "/DeviceCMYK"}
_OPERATORS = {"L": "g", "RGB": "rg", "CMYK": "k"}


def _group(group: pikepdf.Object, target: Target) -> pikepdf.Object:
    kept = Dictionary(S=Name.Transparency, CS=DEVICES[target.mode])
    for key in ("/I", "/K"):
        if key in group:
            kept[key] = group[key]
    return kept


@dataclass
class _State:
    """The spaces of fills and strokes."""

    fill: Space | None = None
    stroke: Space | None = None


@dataclass
class Cleaner:
    """Goes through a file's drawing and leaves what a target can print."""

    file: pikepdf.Pdf
    name: str
    target: Target
    pictures: list[pikepdf.Object] = field(default_factory=list)
    transparent: bool = False
    _seen: set[Id] = field(default_factory=set)
    _spaces: dict[bytes, Space] = field(default_factory=dict)

    def stream(
        self,
        stream: pikepdf.Object,
        resources: pikepdf.Object,
        *,
        whole: pikepdf.Object,
    ) -> None:
        """Rewrites a content stream, and all that it names; `whole` are the page's."""
        made: list[Any] = []
        state, saved = _State(), []
        for one in pikepdf.parse_content_stream(stream):
            if isinstance(one, pikepdf.ContentStreamInlineImage):
                made.append(self._inline_image(one.iimage, resources))
                continue
            operator, operands = str(one.operator), list(one.operands)
            if operator == "q":
                saved.append(_State(state.fill, state.stroke))
            elif operator == "Q" and saved:
                state = saved.pop()
            if operator in _MARKED:
                continue
            made += self._instruction(operator, operands, state, resources, whole)
        stream.write(pikepdf.unparse_content_stream(made))

    def kept(self, resources: pikepdf.Object) -> Dictionary:
        """Of a resource dictionary, what is drawn with."""
        made = Dictionary()
        for kind in _KINDS:
            if f"/{kind}" in resources:
                made[f"/{kind}"] = resources[f"/{kind}"]
        return made

    # --- Operators ---

    def _instruction(
        self,
        operator: str,
        operands: list[Any],
        state: _State,
        resources: pikepdf.Object,
        whole: pikepdf.Object,
    ) -> list[Any]:
        lower, stroke = operator.lower(), operator.isupper()
        if operator in ("g", "G", "rg", "RG", "k", "K"):
            space = self._space(Name(_SOLID[lower]), resources)
            self._choose(state, space, stroke=stroke)
            return [self._painted(space, operands, stroke=stroke)]
        if operator in ("cs", "CS"):
            space = self._space(operands[0], resources)
            self._choose(state, space, stroke=stroke)
            if space.is_pattern:
                return [_written(operator, [Name.Pattern])]
            return [self._painted(space, space.first, stroke=stroke)]
        if operator in ("sc", "scn", "SC", "SCN"):
            return self._coloured(operator, operands, state, resources, whole)
        if operator == "Do":
            return self._object(operands[0], resources, whole)
        if operator == "gs":
            if not _has(resources, "/ExtGState", operands[0]):
                return []
            self._state(resources[Name.ExtGState][operands[0]], whole)
            operands = [_plain_name(resources, "/ExtGState", operands[0])]
        elif operator == "sh":
            if not _has(resources, "/Shading", operands[0]):
                return []
            self._shading(resources[Name.Shading][operands[0]])
            operands = [_plain_name(resources, "/Shading", operands[0])]
        elif operator == "Tf":
            if not _has(resources, "/Font", operands[0]):
                raise Stop(unknown(self.name, str(operands[0])[1:]))
            self._font(resources[Name.Font][operands[0]], whole)
        elif operator == "ri":
            return []
        return [_written(operator, operands)]

    def _choose(self, state: _State, space: Space, *, stroke: bool) -> None:
        if stroke:
            state.stroke = space
        else:
            state.fill = space

    def _coloured(
        self,
        operator: str,
        operands: list[Any],
        state: _State,
        resources: pikepdf.Object,
        whole: pikepdf.Object,
    ) -> list[Any]:
        stroke = operator.isupper()
        space = state.stroke if stroke else state.fill
        if operands and isinstance(operands[-1], pikepdf.Name):
            if not _has(resources, "/Pattern", operands[-1]):
                return []
            pattern = resources[Name.Pattern][operands[-1]]
            if int(pattern.get(Name.PaintType, 1)) == 2:
                raise Stop(unknown(self.name, "uncoloured pattern"))
            self._pattern(pattern, whole)
            name = _plain_name(resources, "/Pattern", operands[-1])
            return [_written("SCN" if stroke else "scn", [name])]
        space = space or self._space(Name.DeviceGray, resources)
        return [self._painted(space, operands, stroke=stroke)]

    def _painted(self, space: Space, operands: Iterable[Any], *, stroke: bool) -> Any:
        paint = space.paint([float(value) for value in operands])
        operator = _OPERATORS[paint.mode]
        return _written(
            operator.upper() if stroke else operator,
            [round(value, 6) for value in paint.values],
        )

    def _space(self, thing: pikepdf.Object, resources: pikepdf.Object) -> Space:
        thing = self._named(thing, resources)
        key = thing.unparse(resolved=False)
        if key not in self._spaces:
            self._spaces[key] = Space(thing, self.target, self.name)
        return self._spaces[key]

    def _named(self, thing: Any, resources: pikepdf.Object) -> Any:
        """A space that is called by its name among the resources, or itself."""
        named = resources.get(Name.ColorSpace, Dictionary())
        if isinstance(thing, pikepdf.Name) and str(thing) in named:
            return named[str(thing)]
        return thing

    # --- What they name ---

    def _first(self, thing: pikepdf.Object) -> bool:
        """Whether it is new; only an object of its own can come up twice."""
        if not thing.is_indirect:
            return True
        new = thing.objgen not in self._seen
        self._seen.add(thing.objgen)
        return new

    def _object(
        self, name: Any, resources: pikepdf.Object, whole: pikepdf.Object
    ) -> list[Any]:
        if not _has(resources, "/XObject", name):
            return []
        thing = resources[Name.XObject][name]
        kind = thing.get(Name.Subtype)
        if kind == Name.Form:
            self._form(thing, whole)
        elif kind != Name.Image:
            raise Stop(unknown(self.name, str(kind)[1:]))
        elif self._first(thing):
            self._image(thing, resources)
        called = "" if kind == Name.Form else PurePosixPath(self.name).name
        return [_written("Do", [_plain_name(resources, "/XObject", name, called)])]

    def _form(self, form: pikepdf.Object, whole: pikepdf.Object) -> None:
        if not self._first(form):
            return
        resources = form.get(Name.Resources, whole)
        self.stream(form, resources, whole=whole)
        _strip(form, _FORM_KEYS)
        form.Resources = self.kept(resources)
        if Name.Group in form:
            form.Group = _group(form.Group, self.target)

    def _pattern(self, pattern: pikepdf.Object, whole: pikepdf.Object) -> None:
        if not self._first(pattern):
            return
        if int(pattern.PatternType) == 2:
            self._shading(pattern.Shading)
            if "/ExtGState" in pattern:
                del pattern["/ExtGState"]
            return
        resources = pattern.get(Name.Resources, whole)
        self.stream(pattern, resources, whole=whole)
        _strip(pattern, _PATTERN_KEYS)
        pattern.Resources = self.kept(resources)

    def _state(self, state: pikepdf.Object, whole: pikepdf.Object) -> None:
        if not self._first(state):
            return
        _strip(state, _STATE_KEYS)
        mask = state.get(Name.SMask)
        self.transparent |= isinstance(mask, pikepdf.Dictionary) or any(
            float(state.get(key, 1)) < 1 for key in (Name.ca, Name.CA)
        )
        blend = state.get(Name.BM, Name.Normal)
        self.transparent |= blend not in (Name.Normal, Name.Compatible)
        if isinstance(mask, pikepdf.Dictionary):
            if "/TR" in mask:
                del mask["/TR"]
            inside = replace(self.target, masks=True)
            masker = Cleaner(
                self.file, self.name, inside, pictures=self.pictures, _seen=self._seen
            )
            masker._form(mask.G, whole)

    def _font(self, font: pikepdf.Object, whole: pikepdf.Object) -> None:
        if font.get(Name.Subtype) != Name.Type3 or not self._first(font):
            return
        resources = font.get(Name.Resources, whole)
        for glyph in font.CharProcs.as_dict().values():
            self.stream(glyph, resources, whole=whole)
        font.Resources = self.kept(resources)

    # --- Gradients ---

    def _shading(self, shading: pikepdf.Object) -> None:
        if not self._first(shading):
            return
        if int(shading.ShadingType) not in (2, 3):
            raise Stop(unknown(self.name, "gradient mesh"))
        space = self._space(shading.ColorSpace, Dictionary())
        gradients.convert(shading, space, self.target)

    # --- Pictures ---

    def _image(self, image: Any, resources: pikepdf.Object) -> None:
        _strip(image, _IMAGE_KEYS)
        if image.get(Name.ImageMask):
            return
        self.transparent |= Name.SMask in image
        if isinstance(image.get(Name.Mask), pikepdf.Array):
            raise Stop(unknown(self.name, "colour key mask"))
        space = self._space(image.ColorSpace, resources)
        size = (int(image.Width), int(image.Height))
        jpeg = images.is_jpeg(image)
        if size[0] * size[1] > images.MAX_PIXELS:
            raise flaws.too_many_pixels(self.name)
        try:
            image.ColorSpace = space.plain
            with images.whole_pictures_only():
                picture = images.picture_of(image, size)
        except Exception:  # decoders raise whatever they like
            raise Stop(unknown(self.name, f"{space.kind[1:]} image")) from None
        if space.kind == "/Separation":
            painted = self._tinted(picture.convert("L"), space)
        else:
            painted = self.target.pixels(Raster(picture, profile=space.icc))
        images.write(image, images.encode(painted, jpeg=jpeg))
        self.pictures.append(image)

    def _inline_image(self, inline: Any, resources: pikepdf.Object) -> Any:
        """An image that is written into the stream becomes an object like any other."""
        image = self.file.make_stream(
            inline.read_raw_bytes(),
            {**dict(inline.obj.items()), "/Type": Name.XObject, "/Subtype": Name.Image},
        )
        if Name.ColorSpace in image:
            image.ColorSpace = self._named(image.ColorSpace, resources)
        if Name.XObject not in resources:
            resources.XObject = Dictionary()
        name = f"/Inline{len(resources.XObject.keys())}"
        resources.XObject[name] = image
        self._image(image, resources)
        return _written("Do", [Name(name)])

    def _tinted(self, picture: Image, space: Space) -> Image:
        """A picture in one spot colour: each of its 256 tints is converted."""
        from PIL import Image

        tints = [self.target.full(space.paint([level / 255])) for level in range(256)]
        return Image.merge(
            self.target.mode,
            [
                picture.point([round(255 * tint[part]) for tint in tints])
                for part in range(len(tints[0]))
            ],
        )


def _strip(thing: pikepdf.Object, keys: Iterable[str]) -> None:
    kept = {f"/{key}" for key in keys}
    for key in list(thing.keys()):
        if key not in kept:
            del thing[key]


def _has(resources: pikepdf.Object, kind: str, name: Any) -> bool:
    return kind in resources and str(name) in resources[kind]


def _plain_name(
    resources: pikepdf.Object, kind: str, name: Any, called: str = ""
) -> pikepdf.Name:
    """A name of letters and digits for a resource, whatever its file calls it.

    Preflight tells the name of what is coarse, so that of the file, `called`, helps.
    """
    if not called and re.fullmatch(r"/[\w.+-]+", str(name), re.ASCII):
        return Name(str(name))
    thing = resources[kind][str(name)]
    number = thing.objgen[0] or len(resources[kind].keys())
    stem = re.sub(r"[^\w.-]", "_", called or kind[1:], flags=re.ASCII)
    plain = Name(f"/{stem}-{number}")
    resources[kind][plain] = thing
    return plain


def _written(operator: str, operands: list[Any]) -> Any:
    return pikepdf.ContentStreamInstruction(operands, pikepdf.Operator(operator))
