"""The file around its pages, and what cannot be read of it."""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from brochure.product.units import pt
from tests.preflight.good import saved
from tests.preflight.mutations.registry import mutation, paint


def _note(kind: Name, page: pikepdf.Page, **more: object) -> None:
    box = Array([pt(50), pt(50), pt(90), pt(90)])
    page.obj.Annots = Array([Dictionary(Subtype=kind, Rect=box, **more)])


@mutation("document.annotations", "a link")
def _(pdf: pikepdf.Pdf) -> None:
    _note(Name.Link, pdf.pages[0], A=Dictionary(S=Name.URI, URI=String("https://a")))


@mutation("document.annotations", "a proof-reader's note")
def _(pdf: pikepdf.Pdf) -> None:
    _note(Name.Text, pdf.pages[1], Contents=String("ここを直す"))


@mutation("document.encrypted", "a file that may not be changed")
def _(pdf: pikepdf.Pdf) -> bytes:
    locked = pikepdf.Encryption(owner="secret", user="", R=4)
    options = {"deterministic_id": False, "encryption": locked}
    return saved(pdf, force_version="1.6", **options)


@mutation("document.features", "a script")
def _(pdf: pikepdf.Pdf) -> None:
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    tree = Dictionary(Names=Array([String("a"), script]))
    pdf.Root.Names = Dictionary(JavaScript=tree)


@mutation("document.features", "something that happens on opening")
def _(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.Named, N=Name.Print)


@mutation("document.features", "a form to fill in")
def _(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array([]))


@mutation("document.features", "layers")
def _(pdf: pikepdf.Pdf) -> None:
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("英語版")))
    pdf.Root.OCProperties = Dictionary(
        OCGs=Array([layer]), D=Dictionary(Order=Array([layer]))
    )


@mutation("document.features", "a file attached")
def _(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["prices.csv"] = b"1,2"


@mutation("document.features", "an action of a page")
def _(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.Named, N=Name.Print))


@mutation("document.pages", "a page too many")
def _(pdf: pikepdf.Pdf) -> None:
    pdf.pages.append(pdf.pages[0])


@mutation("document.pages", "a page too few")
def _(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[1]


@mutation("document.blank", "nothing on the back", outcome="warn",
          also=("qr.content",))  # fmt: skip
def _(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.Contents = pdf.make_stream(b"")


@mutation("reading.incomplete", "operands that are none")
def _(pdf: pikepdf.Pdf) -> None:
    paint(pdf, "(red) 1 k 30 30 9 9 re f")


@mutation("reading.incomplete", "a picture that is not there")
def _(pdf: pikepdf.Pdf) -> None:
    paint(pdf, "/Lost Do")


@mutation("reading.incomplete", "a form that paints itself")
def _(pdf: pikepdf.Pdf) -> None:
    box = Array([0, 0, 9, 9])
    loop = pdf.make_stream(b"/Me Do", Type=Name.XObject, Subtype=Name.Form, BBox=box)
    loop.Resources = Dictionary(XObject=Dictionary(Me=loop))
    paint(pdf, "/Me Do", XObject={"Me": loop})
