"""New files take the place of old ones all at once, or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from brochure.finding import Stop
from brochure.works.delivery import Delivery


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_files_arrive_under_their_names(tmp_path: Path) -> None:
    with Delivery(tmp_path / "deep" / "out") as delivery:
        delivery.put("a.pdf", b"A")
        delivery.put("b.pdf", b"B")
        delivery.commit()
    assert names(tmp_path / "deep" / "out") == ["a.pdf", "b.pdf"]
    assert (tmp_path / "deep" / "out" / "b.pdf").read_bytes() == b"B"


def test_old_files_stand_until_all_new_ones_are_there(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"old")
    with Delivery(tmp_path) as delivery:
        delivery.put("a.pdf", b"new")
        assert (tmp_path / "a.pdf").read_bytes() == b"old"
        delivery.commit()
    assert (tmp_path / "a.pdf").read_bytes() == b"new"


@pytest.mark.parametrize("trouble", [KeyboardInterrupt, ValueError, SystemExit])
def test_trouble_leaves_the_folder_as_it_was(
    tmp_path: Path, trouble: type[BaseException]
) -> None:
    (tmp_path / "a.pdf").write_bytes(b"old")

    def meet_trouble() -> None:
        with Delivery(tmp_path) as delivery:
            delivery.put("a.pdf", b"new")
            raise trouble

    with pytest.raises(trouble):
        meet_trouble()
    assert names(tmp_path) == ["a.pdf"]
    assert (tmp_path / "a.pdf").read_bytes() == b"old"


def test_a_folder_in_the_way_of_one_file_keeps_all_others(tmp_path: Path) -> None:
    (tmp_path / "b.pdf").mkdir()
    with Delivery(tmp_path) as delivery:
        delivery.put("a.pdf", b"A")
        delivery.put("b.pdf", b"B")
        with pytest.raises(Stop) as stop:
            delivery.commit()
    assert str(stop.value.findings[0].at) == str(tmp_path / "b.pdf")
    assert names(tmp_path) == ["b.pdf"]


def test_what_another_build_is_writing_now_is_left_alone(tmp_path: Path) -> None:
    theirs = tmp_path / f".a.pdf.{os.getppid()}.part"
    theirs.write_bytes(b"half")
    with Delivery(tmp_path):
        pass
    assert theirs.exists()
