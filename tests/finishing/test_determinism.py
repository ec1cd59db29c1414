"""Same page and job, same bytes: whoever runs it, wherever, whenever."""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pikepdf
import pytest

from brochure import HOME
from brochure.finishing import Job, finish
from tests.finishing.conftest import Press, SetPage
from tests.finishing.proof import opened
from tests.finishing.test_images import colourful, picture, tag
from tests.finishing.test_separation import EVERYTHING, EVERYTHING_CSS

pytestmark = pytest.mark.slow

BODY = EVERYTHING + tag(picture("RGB", colourful))
_SCRIPT = """
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from hashlib import sha256
from brochure import HOME
from brochure.shop import printers
from brochure.finishing import Job, finish
from brochure.shop.inks import Palette
from brochure.product.outputs import Output
from brochure.product.targets import PRESS

printer = printers.load("", HOME)
palette = Palette.load(HOME / "styles" / "inks.yaml", printer.icc)
job = Job(
    Output("leaflet", PRESS, "A4"),
    palette,
    title="外務省 採用リーフレット",
    date=datetime(2026, 11, 1, tzinfo=timezone(timedelta(hours=9))),
    author="外務省",
    number="MOFA-2026-A4",
    printer=printer,
)
print(sha256(finish(Path(sys.argv[1]).read_bytes(), job).pdf).hexdigest())
"""


def test_twice_in_one_process_gives_the_same_bytes(set_page: SetPage, job: Job) -> None:
    source = set_page(BODY, EVERYTHING_CSS)
    assert finish(source, job).pdf == finish(source, job).pdf


@pytest.mark.parametrize(
    "changes",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo"},
        {"PYTHONHASHSEED": "2", "TZ": "America/New_York", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "3", "HOME": "/nonexistent", "LANG": "ja_JP.UTF-8"},
    ],
    ids=lambda changes: changes["PYTHONHASHSEED"],
)
def test_hash_seed_time_zone_and_language_change_no_byte(
    press: Press,
    set_page: SetPage,
    tmp_path: Path,
    changes: dict[str, str],
) -> None:
    source = tmp_path / "typeset.pdf"
    source.write_bytes(set_page(BODY, EVERYTHING_CSS))
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT, source],
        cwd=HOME,
        env={**os.environ, **changes, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    here = sha256(press(BODY, EVERYTHING_CSS).pdf).hexdigest()
    assert done.stdout.strip() == here


def test_no_path_of_the_machine_is_in_the_file(press: Press, tmp_path: Path) -> None:
    with opened(press(BODY, EVERYTHING_CSS).pdf) as pdf:
        plain = tmp_path / "plain.pdf"
        pdf.save(plain, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
    for path in (HOME, Path.home(), tmp_path):
        assert str(path).encode() not in plain.read_bytes()
