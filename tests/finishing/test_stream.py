"""A long file, written from front to back, is a file like any other."""

from __future__ import annotations

import io
import subprocess
import tracemalloc
from decimal import Decimal
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String

from brochure.finishing.overlay import Merger
from brochure.finishing.stream import Copier, Stream
from brochure.finishing.ticket import Job

from .conftest import Press, SetPage


def written(source: pikepdf.Pdf, entries: bytes = b"") -> bytes:
    file = io.BytesIO()
    stream = Stream(file, "1.6")
    copier = Copier(stream)
    copier.pages(source.pages)
    stream.close(entries, stream.add(b"<<>>"))
    return file.getvalue()


def qpdf(data: bytes, folder: Path) -> str:
    (folder / "a.pdf").write_bytes(data)
    return subprocess.run(
        ["qpdf", "--check", "--no-warn", folder / "a.pdf"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_pages_come_out_in_order_however_many(tmp_path: Path) -> None:
    source = pikepdf.new()
    for number in range(200):
        source.add_blank_page(page_size=(100 + number, 100))
    data = written(source)
    assert "No syntax or stream encoding errors found" in qpdf(data, tmp_path)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert [page.mediabox[2] for page in pdf.pages] == [*range(100, 300)]


def test_pages_that_point_at_each_other_still_do() -> None:
    source = pikepdf.new()
    for _ in range(3):
        source.add_blank_page()
    source.pages[0].obj.Next = source.pages[2].obj
    source.pages[2].obj.Next = source.pages[0].obj
    with pikepdf.open(io.BytesIO(written(source))) as pdf:
        assert pdf.pages[0].obj.Next.objgen == pdf.pages[2].obj.objgen
        assert pdf.pages[2].obj.Next.objgen == pdf.pages[0].obj.objgen


THINGS = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**31), 2**31 - 1)
    # pikepdf writes six places, and those that come to nothing as 0 or -0.
    | st.decimals(-9999, 9999, places=6).filter(lambda d: d % 1 != 0)
    | st.binary(max_size=20).map(String)
    | st.text(max_size=9).map(String)
    | st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=9).map(
        lambda text: Name("/" + text)
    ),
    lambda inner: (
        st.lists(inner, max_size=4).map(Array)
        | st.dictionaries(
            st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1)
            .map(lambda text: "/" + text),
            inner.filter(lambda value: value is not None),
            max_size=4,
        ).map(Dictionary)
    ),
    max_leaves=20,
)  # fmt: skip


@given(THINGS)
@settings(max_examples=150, deadline=None)
def test_everything_a_page_can_hold_is_taken_over(thing: object) -> None:
    with pikepdf.new() as source:
        page = source.add_blank_page()
        page.obj.Held = Array([thing])
        page.obj.Apart = source.make_indirect(Dictionary(Held=page.obj.Held))
        page.obj.Stream = source.make_stream(b"\0endstream\n", Held=page.obj.Held)
        with pikepdf.open(io.BytesIO(written(source))) as pdf:
            taken = pdf.pages[0].obj
            expected = page.obj.Held.unparse(resolved=True)
            assert taken.Held.unparse(resolved=True) == expected
            assert taken.Apart.Held.unparse(resolved=True) == expected
            assert taken.Stream.Held.unparse(resolved=True) == expected
            assert taken.Stream.read_bytes() == b"\0endstream\n"


def test_small_numbers_have_no_exponent() -> None:
    with pikepdf.new() as source:
        source.add_blank_page().obj.Held = Array([Decimal("0.0000001")])
        assert b"E-" not in written(source)


@pytest.fixture(scope="module")
def sheets(press: Press, set_page: SetPage) -> list[bytes]:
    return [press(f"<p style='color: black'>{word}</p>").pdf for word in "甲乙丙"]


def test_two_pages_that_look_different_both_stand(
    job: Job, sheets: list[bytes], tmp_path: Path
) -> None:
    """Words that vary can push what does not: each chunk lies over its own page."""
    file = io.BytesIO()
    merger = Merger(job, file)
    for sheet in (sheets[0], sheets[1], sheets[0]):
        merger.add(sheet, sheets[2], [{}, {0: 0}])
    merger.close(b"seed")
    (tmp_path / "a.pdf").write_bytes(file.getvalue())
    said = subprocess.check_output(["pdftotext", tmp_path / "a.pdf", "-"], text=True)
    pages = [
        # One letter lies on the other; versions of poppler read them in either order.
        "".join(letter for letter in "甲乙丙" if letter in page)
        for page in said.split("\f")
    ]
    assert pages == ["甲", "甲丙", "乙", "乙丙", "甲", "甲丙", ""]
    with pikepdf.open(io.BytesIO(file.getvalue())) as pdf:
        shared = {page.Resources.XObject.Page.objgen for page in pdf.pages}
        assert len(shared) == 2
    qpdf(file.getvalue(), tmp_path)


def test_ten_times_the_records_take_the_same_memory(
    job: Job, sheets: list[bytes]
) -> None:
    class Nowhere:
        def write(self, data: bytes, /) -> None:
            pass

    def most(chunks: int) -> int:
        tracemalloc.start()
        merger = Merger(job, Nowhere())
        for _ in range(chunks):
            merger.add(sheets[0], sheets[1], [{0: 0}] * 50)
        merger.close(b"")
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    few, many = most(2), most(20)
    # A place and a kid for each of 900 pages more.
    assert many - few < 900 * 200


def test_the_same_records_give_the_same_bytes(job: Job, sheets: list[bytes]) -> None:
    def made() -> bytes:
        file = io.BytesIO()
        merger = Merger(job, file)
        merger.add(sheets[0], sheets[1], [{0: 0}])
        merger.add_whole(sheets[1])
        merger.close(b"seed")
        return file.getvalue()

    assert made() == made()
