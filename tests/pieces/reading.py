"""What tools that are not ours read in a finished PDF."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pikepdf
from pikepdf import Name
from PIL import Image

COLOUR_OPERATORS = {
    "g",
    "G",
    "rg",
    "RG",
    "k",
    "K",
    "sc",
    "SC",
    "scn",
    "SCN",
    "cs",
    "CS",
}
PLATE_DPI = 144


def mm(points: float) -> float:
    return float(points) / 72 * 25.4


def streams(
    holder: pikepdf.Object, seen: set | None = None
) -> Iterator[pikepdf.Object]:
    """A page's contents and every form, pattern and soft mask that it can reach."""
    seen = set() if seen is None else seen
    key = holder.objgen
    if key in seen and key != (0, 0):
        return
    seen.add(key)
    yield holder
    resources = holder.get("/Resources", pikepdf.Dictionary())
    for kind in ("/XObject", "/Pattern"):
        for child in resources.get(kind, {}).values():
            if child.get("/Subtype") != Name.Image and "/Shading" not in child:
                yield from streams(child, seen)
    for state in resources.get("/ExtGState", {}).values():
        mask = state.get("/SMask")
        if isinstance(mask, pikepdf.Dictionary):
            yield from streams(mask.G, seen)


def colours(holder: pikepdf.Object) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Every operator that sets a colour, in every stream below `holder`."""
    for stream in streams(holder):
        for operands, operator in pikepdf.parse_content_stream(stream):
            if str(operator) in COLOUR_OPERATORS:
                yield str(operator), tuple(round(float(n), 4) for n in operands)


def plates(pdf: Path, page: int, folder: Path) -> dict[str, np.ndarray]:
    """Ink in per cent on the plates C, M, Y, K, overprint counted, by Ghostscript."""
    sheet = folder / f"{pdf.stem}-{page}.tif"
    subprocess.run(
        ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=tiff32nc",
         "-dSimulateOverprint=true", "-dOverprint=/simulate", f"-r{PLATE_DPI}",
         f"-dFirstPage={page}", f"-dLastPage={page}", f"-sOutputFile={sheet}", pdf],
        check=True,
        capture_output=True,
    )  # fmt: skip
    ink = np.asarray(Image.open(sheet)).astype(float) / 255 * 100
    return dict(zip("CMYK", np.moveaxis(ink, 2, 0), strict=True))


def cut(plate: np.ndarray, box: tuple[float, float, float, float]) -> np.ndarray:
    """The part in `box`: left, top, right, bottom in mm from the sheet's edge."""
    left, top, right, bottom = (round(side / 25.4 * PLATE_DPI) for side in box)
    return plate[top:bottom, left:right]


def has(program: str) -> bool:
    return shutil.which(program) is not None


_JARS = [
    Path("/usr/share/java") / f"{jar}.jar"
    for jar in (
        "preflight",
        "pdfbox2",
        "xmpbox",
        "fontbox2",
        "commons-logging",
        "commons-io",
        "javax.activation",
        "jaxb-api",
    )
]


def has_pdfbox() -> bool:
    return has("java") and all(jar.exists() for jar in _JARS)


def pdfbox_errors(pdf: Path, profile: Path, folder: Path) -> set[str]:
    """What PDFBox preflight finds, without its place.

    It knows PDF/A-1b alone, which asks for nearly all that PDF/X asks for; so it is
    given a copy whose output intent says PDF/A, with the profile in it.
    """
    copy = folder / f"{pdf.stem}-as-pdf-a.pdf"
    with pikepdf.open(pdf) as document:
        (intent,) = document.Root.OutputIntents
        intent.S = Name.GTS_PDFA1
        if "/DestOutputProfile" not in intent:
            intent.DestOutputProfile = document.make_stream(profile.read_bytes(), N=4)
        document.save(copy, force_version="1.4")
    done = subprocess.run(
        [
            "java",
            "-cp",
            ":".join(map(str, _JARS)),
            "org.apache.pdfbox.preflight.Validator_A1b",
            copy,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    errors = re.findall(r"^[\d.]+ : (.*?)(?: on page \d+)?$", done.stdout, re.MULTILINE)
    assert errors or "is a valid PDF/A-1b file" in done.stdout, done.stderr
    return set(errors)
