"""The same words give the same bytes, on any day, in any zone, from any folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure import HOME
from tests.typeset.conftest import SET
from tests.typeset.test_fonts import SET as RUN
from tests.typeset.test_fonts import code
from tests.typeset.trial import python

pytestmark = pytest.mark.slow

ELSEWHERE = (
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "4711", "TZ": "America/New_York", "LC_ALL": "C.UTF-8"},
)


@pytest.mark.parametrize("tagged", [False, True], ids=["press", "screen"])
def test_two_runs_elsewhere_give_the_same_bytes(tmp_path: Path, tagged: bool) -> None:
    runs = []
    for number, environment in enumerate(ELSEWHERE):
        folder = tmp_path / str(number)
        folder.mkdir()
        runs.append(python(code(RUN, tagged=tagged), folder, **environment))
    assert runs[0] == runs[1]


def test_a_cache_that_nobody_can_write_changes_no_byte(tmp_path: Path) -> None:
    nowhere = {"XDG_CACHE_HOME": "/proc/none", "HOME": "/proc/none"}
    hidden = code(
        "from brochure.typeset.inside import quickstart\n"
        f"quickstart.HOME = __import__('pathlib').Path('/proc/none')\n{RUN}"
    )
    assert python(hidden, tmp_path, **nowhere) == python(code(RUN), tmp_path)


def test_no_clock_and_no_path_is_in_the_pdf(set_: SET, tmp_path: Path) -> None:
    pdf = set_('<p><a href="#a">門</a><a href="b.html">叩</a></p>', tagged=True).pdf
    for word in ("CreationDate", "ModDate", "CreateDate", str(tmp_path), str(HOME)):
        assert word.encode() not in pdf
