"""Codes of agencies, dossiers and procedures (R18–R20)."""

from datetime import date

import pytest

from motcua.agencies.codes import DossierCode, checked_agency_code, is_old_style, procedure_key
from motcua.errors import InvalidInputError


@pytest.mark.parametrize("code", ["000.00.07.H07", "000.00.01.H22", "H61", "G09.20", "H07.12.3"])
def test_R19_agency_codes_of_both_generations_are_known(code):
    assert checked_agency_code(code) == code


@pytest.mark.parametrize("code", ["000.00.1.H22", "000.00.07.Z07", "h61", "H6", "G09..20", "G09." + "1" * 40, ""])
def test_R19_anything_else_is_no_agency_code(code):
    with pytest.raises(InvalidInputError, match="R19"):
        checked_agency_code(code)


def test_R19_the_old_form_has_the_smallest_unit_left():
    assert is_old_style("000.00.07.H07")
    assert not is_old_style("H07.7")


@pytest.mark.parametrize(
    ("text", "agency", "day", "number"),
    [
        ("000.00.01.H22-250630-0012", "000.00.01.H22", date(2025, 6, 30), 12),
        ("G09.20-20260609-0092637", "G09.20", date(2026, 6, 9), 92637),
    ],
)
def test_R19_both_generations_of_dossier_codes_parse_and_print_as_they_were(text, agency, day, number):
    code = DossierCode.parse(text)
    assert (code.agency, code.received, code.number) == (agency, day, number)
    assert str(code) == code.format() == text


@pytest.mark.parametrize(
    "text",
    [
        "000.00.1.H22-250630-0012",  # a digit is missing
        "G09.20-260609-92637X",
        "000.00.07.H07-250230-0001",  # 30 February
        "000.00.07.H07-20250630-0001",  # the long date with the short number
        "000.00.07.H07-250630-0000",  # nothing is numbered 0
        "000.00.07.H07-250630-00012",
        "",
    ],
)
def test_R19_what_is_no_dossier_code_is_refused(text):
    with pytest.raises(InvalidInputError):
        DossierCode.parse(text)


def test_R18_the_third_dossier_of_a_day_is_number_0003():
    assert DossierCode("000.00.07.H07", date(2020, 3, 12), 3).format() == "000.00.07.H07-200312-0003"


def test_R18_number_10000_of_a_day_fails_loudly():
    with pytest.raises(InvalidInputError, match="1 to 9999"):
        DossierCode("000.00.07.H07", date(2020, 3, 12), 10_000)
    assert str(DossierCode("G09.20", date(2026, 6, 9), 10_000, long=True)) == "G09.20-20260609-0010000"


@pytest.mark.parametrize("code", ["1.004269", "1.004269.000.00.00.H07", " 1.004269 "])
def test_R20_a_procedure_code_with_and_without_authority_is_one_procedure(code):
    assert procedure_key(code) == "1.004269"


def test_R20_local_codes_stay_as_they_are():
    assert procedure_key("TN13") == "TN13"


@pytest.mark.parametrize("code", ["1.00426", "1.004269.000", "", "1.004269.000.00.00.Z07", "???"])
def test_R20_anything_else_is_no_procedure_code(code):
    with pytest.raises(InvalidInputError, match="R20"):
        procedure_key(code)
