"""A QR code that a telephone cannot read is worse than none."""

import re

import numpy as np
import pytest
import zxingcpp

from brochure.markup.qr import QUIET_ZONE, qr_svg


def modules(svg: str) -> np.ndarray:
    """The code as drawn: True is ink, one cell a module, the quiet zone included."""
    side = int(re.search(r'viewBox="0 0 (\d+)', svg)[1])
    grid = np.zeros((side, side), dtype=bool)
    for x, y, run, back in re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", svg):
        assert run == back
        grid[int(y), int(x) : int(x) + int(run)] = True
    return grid


@pytest.mark.parametrize(
    "url",
    [
        "https://www.mofa.go.jp/",
        "https://example.jp/採用?fair=東京&year=2027",
        "https://a.jp/" + "x" * 300,
    ],
)
def test_code_reads_back_to_its_address(url: str):
    picture = np.kron(~modules(qr_svg(url)), np.ones((8, 8))) * 255
    (code,) = zxingcpp.read_barcodes(picture.astype(np.uint8))
    assert code.text == url


def test_four_modules_of_paper_surround_the_code():
    grid = modules(qr_svg("https://www.mofa.go.jp/"))
    inner = grid[QUIET_ZONE:-QUIET_ZONE, QUIET_ZONE:-QUIET_ZONE]
    assert grid.sum() == inner.sum()
    assert inner[0].any()
    assert inner[:, 0].any()


def test_code_is_one_fill_in_black_ink_alone():
    svg = qr_svg("https://www.mofa.go.jp/")
    assert re.findall(r'fill="([^"]*)"', svg) == ["var(--ink)"]
    assert svg.count("<path") == 1
