"""A person is spoken to in the language of their terminal."""

import pytest

from brochure.commands.language import language
from brochure.finding import did_you_mean


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "en"),
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "ja_JP.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        ({"LC_ALL": "ja_JP.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "ja"),
        ({"LC_ALL": "", "LC_MESSAGES": "", "LANG": "ja"}, "ja"),
    ],
)
def test_the_first_locale_variable_that_is_set_decides(
    environment: dict[str, str], expected: str
) -> None:
    assert language(environment) == expected


def test_a_near_miss_gets_the_right_name() -> None:
    assert "“poster”" in did_you_mean("pster", ["leaflet", "poster"]).en


def test_upper_case_is_near_enough() -> None:
    assert "“A1”" in did_you_mean("a11", ["A1", "B2"]).en


def test_a_far_miss_gets_the_whole_list() -> None:
    hint = did_you_mean("zzz", ["leaflet", "poster"])
    assert "leaflet, poster" in hint.ja
    assert "leaflet, poster" in hint.en
