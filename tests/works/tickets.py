"""Runs command lines with a layout engine that sets blank pages, for the matrix.

A program of its own: `python tickets.py JOBS LOG`, where JOBS is a JSON list of
[content folder, door, arguments]. Every job ticket that reaches finishing, and the PDF
or picture that comes of it, is a line of LOG. Everything but typesetting and the
inspection is the real thing, in whatever process it happens.
"""

from __future__ import annotations

import io
import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any

HOME = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(HOME))

import pikepdf  # noqa: E402

import brochure.finishing  # noqa: E402
from brochure.commands.main import main  # noqa: E402
from brochure.finishing import Finished, Job  # noqa: E402
from brochure.product.units import pt  # noqa: E402
from brochure.works import route  # noqa: E402
from brochure.works.route import Leaf, Sheet  # noqa: E402

_LOG = Path(sys.argv[2])
_finish = brochure.finishing.finish


def blank(sheet: Sheet, *rest: Any, **more: Any) -> Leaf:
    """Two pages with nothing on them, as the layout engine makes them."""
    output = sheet.output
    bleed, width, height = (
        pt(mm) for mm in (output.bleed_mm, output.format.width, output.format.height)
    )
    with pikepdf.new() as pdf:
        for _ in range(2):
            pdf.add_blank_page(page_size=(width + 2 * bleed, height + 2 * bleed))
            page = pdf.pages[-1]
            page.Contents = pdf.make_stream(b"0 0 0 rg")
            page.Resources = pikepdf.Dictionary()
            page.TrimBox = [bleed, bleed, bleed + width, bleed + height]
        if output.target.tagged:
            pdf.Root.StructTreeRoot = pdf.make_indirect(pikepdf.Dictionary())
        file = io.BytesIO()
        pdf.save(file, deterministic_id=True)
    return Leaf(file.getvalue(), 2, (), (), (), None, {})


def logged(pdf: bytes, job: Job) -> Finished:
    """Finishes, and writes down what was asked and what came of it."""
    done = _finish(pdf, job)
    assert job.printer
    said = {
        "name": job.output.file(1 if job.output.target.paged else 0),
        "target": job.output.target.name,
        "printer": job.printer.name,
        "condition": job.printer.condition.identifier,
        "pdfx": str(job.printer.pdfx),
        "fold": job.output.fold,
        "variant": job.output.variant,
        "size": job.output.size,
        "colour": route.colour_of(Sheet("", job)),
        **looked_at(done.files[0]),
    }
    with _LOG.open("a", encoding="utf-8") as log:
        log.write(json.dumps(said, ensure_ascii=False) + "\n")
    return done


def looked_at(file: bytes) -> dict[str, Any]:
    """What the file itself says, whatever it was asked to be."""
    if not file.startswith(b"%PDF"):
        return {"kind": "png" if file[1:4] == b"PNG" else "jpeg"}
    with pikepdf.open(io.BytesIO(file)) as pdf:
        page = pdf.pages[0]
        media, trim = page.mediabox, page.get("/TrimBox", page.mediabox)
        bleed = page.get("/BleedBox", trim)
        forms = page.Resources.get("/XObject", {})
        marks = forms["/Marks"].read_bytes() if "/Marks" in forms else b""
        intents = pdf.Root.get("/OutputIntents", [])
        info, xmp = pdf.docinfo, pdf.Root.Metadata.read_bytes()
        return {
            "kind": "pdf",
            "slug_mm": round((float(trim[0]) - float(media[0])) * 25.4 / 72, 2),
            "bleed_mm": round((float(trim[0]) - float(bleed[0])) * 25.4 / 72, 2),
            "has_marks": bool(marks),
            "has_fold_marks": b"] 0 d" in marks and b"[2 1.5]" in marks,
            "intent": [str(one.OutputConditionIdentifier) for one in intents],
            "is_x1a": "/GTS_PDFXConformance" in info,
            "is_x4": b"GTS_PDFXVersion>PDF/X-4<" in xmp,
        }


def previewed(content: Path) -> None:
    """What the preview's worker does for each output: lays it out, and proves it."""
    from brochure.preview.bench import Bench

    bench = Bench(content / "content.yaml")
    for output in bench.read():
        kept = bench.outputs[output.name]
        route.finish(blank(kept.sheet), kept.sheet)


def run(content: str, door: str, arguments: list[str]) -> int:
    if door == "preview":
        previewed(Path(content))
        return 0
    return main([door, *arguments, "--content", content, "--lang", "en"])


if __name__ == "__main__":
    route.lay_out = blank
    route.check = lambda *rest: ()
    route._remarks = lambda *rest: ()
    brochure.finishing.finish = logged
    for number, job in enumerate(json.loads(Path(sys.argv[1]).read_text("utf-8"))):
        with _LOG.open("a", encoding="utf-8") as log:
            log.write(f"# {number}\n")
        try:
            status: object = run(*job)
        except Exception:
            status = traceback.format_exc()
        with _LOG.open("a", encoding="utf-8") as log:
            log.write(f"= {json.dumps(status)}\n")
    os._exit(0)
