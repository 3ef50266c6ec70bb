"""Regions by the codes of the Ministry of Home Affairs."""

import pytest

from tagih.contacts.rules.zones import PROVINCES
from tagih.kernel import home, regions


@pytest.fixture
def without_lists(monkeypatch, tmp_path):
    regions.names.cache_clear()
    monkeypatch.setattr(home, "area_lists", lambda: tmp_path)
    yield
    regions.names.cache_clear()


def test_every_province_of_the_list_has_a_time_zone():
    provinces = {code for code in regions.names() if len(code) == 2}

    assert len(provinces) == 38
    assert provinces <= set(PROVINCES)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("18", "Lampung"),
        ("18.71", "Kota Bandar Lampung, Lampung"),
        ("18.71.99", "Kota Bandar Lampung, Lampung"),
        ("11.01.01.2001", "Bakongan, Kabupaten Aceh Selatan, Aceh"),
        ("99.01", ""),
        ("", ""),
    ],
)
def test_name_goes_from_the_smallest_known_part_to_the_province(code, name):
    assert regions.name_of(code) == name


def test_words_keep_a_code_without_a_name():
    assert regions.in_words("18.71") == "Kota Bandar Lampung, Lampung (18.71)"
    assert regions.in_words("99.01") == "99.01"


@pytest.mark.parametrize("code", ["18", "18.71", "11.01.01", "11.01.01.2001"])
def test_known_codes_are_known(code):
    assert regions.is_known(code)


@pytest.mark.parametrize("code", ["", "x", "99", "18.98", "1871", "18.71.", "18.71.99", "11.01.01.20", "18.71\n"])
def test_codes_without_a_region_are_not(code):
    assert not regions.is_known(code)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (" 18.71 ", "18.71"),
        ("Kota Bandar  Lampung", "18.71"),
        ("bandar lampung", "18.71"),
        ("lampung", "18"),
        ("Bogor", None),
        ("Kota Bogor", "32.71"),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_a_name_is_read_where_only_one_region_bears_it(text, code):
    assert regions.code_of(text) == code


def test_without_the_lists_a_code_is_judged_by_its_shape(without_lists):
    assert regions.is_known("99.01")
    assert not regions.is_known("1871")
    assert regions.in_words("18.71") == "18.71"
    assert regions.code_of("Kota Bogor") is None
