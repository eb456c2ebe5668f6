"""A profile is complete and unambiguous, or it is refused with the place named."""

from datetime import timedelta

import pytest

from motcua.departments.profile import load_profiles
from motcua.errors import InvalidInputError

from .conftest import SECRET

GOOD = """
departments:
  - system: dat-dai
    name: {vi: Cơ sở dữ liệu đất đai, en: Land register}
    base_url: https://dat-dai.example.vn/motcua/
    secret_env: LAND_SECRET
    answer_within: PT8H
    timeout: {connect: PT3S, total: PT1M}
  - system: ho-tich
    name: {vi: Hộ tịch điện tử, en: Civil status}
    base_url: http://10.0.0.7:8080
    private: true
    ask_path: /v2/motcua/requests
"""


@pytest.fixture
def load(tmp_path):
    def loaded(text):
        path = tmp_path / "departments.yaml"
        path.write_text(text, encoding="utf-8")
        return load_profiles(path)

    return loaded


def test_profiles_are_read_by_system_with_cautious_defaults(load):
    profiles = load(GOOD)

    assert list(profiles) == ["dat-dai", "ho-tich"]
    land, civil = profiles.values()
    assert land.base_url == "https://dat-dai.example.vn/motcua"
    assert (land.timeout.connect, land.timeout.read, land.timeout.total) == (
        timedelta(seconds=3),
        timedelta(seconds=20),
        timedelta(minutes=1),
    )
    assert land.answer_within == timedelta(hours=8)
    assert (civil.ask_path, civil.health_path, civil.secret_env) == ("/v2/motcua/requests", "/health", None)


REFUSALS = [
    # written instead of what, place, reason
    ("base_url: http://10.0.0.7:8080", "base_url: ftp://10.0.0.7", "departments.1.base_url", "http or https"),
    ("base_url: http://10.0.0.7:8080", "base_url: http://u:p@10.0.0.7", "departments.1.base_url", "password"),
    ("base_url: http://10.0.0.7:8080", "base_url: http://10.0.0.7/?token=1", "departments.1.base_url", "query"),
    ("/v2/motcua/requests", "//evil.example/requests", "departments.1.ask_path", "pattern"),
    ("/v2/motcua/requests", "/v2/../requests", "departments.1.ask_path", "pattern"),
    ("/v2/motcua/requests", "/v2@evil.example", "departments.1.ask_path", "pattern"),
    ("system: ho-tich", "system: dat-dai", "departments", "described twice: dat-dai"),
    ("system: ho-tich", "system: Hộ tịch", "departments.1.system", "pattern"),
    ("answer_within: PT8H", "answer_within: 8", "departments.0.answer_within", "needs its unit"),
    ("answer_within: PT8H", "answer_within: PT0S", "departments.0.answer_within", "longer than nothing"),
    ("answer_within: PT8H", "patience: PT8H", "departments.0.patience", "not permitted"),
    ("secret_env: LAND_SECRET", "secret_env: whsec_abc", "departments.0.secret_env", "pattern"),
    ("    ask_path: /v2", "    base_url: http://other\n    ask_path: /v2", None, "stands twice"),
    ("departments:", "departments: [", None, "cannot be used"),
]


@pytest.mark.parametrize(("written", "instead", "field", "reason"), REFUSALS)
def test_an_ambiguous_profile_is_refused_with_its_place(written, instead, field, reason, load):
    assert GOOD.count(written) == 1
    with pytest.raises(InvalidInputError, match=reason) as caught:
        load(GOOD.replace(written, instead))
    assert caught.value.field == field


def test_a_missing_file_is_said_plainly(tmp_path):
    with pytest.raises(InvalidInputError, match=r"departments\.yaml"):
        load_profiles(tmp_path / "departments.yaml")


def test_an_empty_file_is_refused(load):
    with pytest.raises(InvalidInputError, match="departments"):
        load("")


def test_the_secret_comes_from_the_environment_and_its_absence_is_noticed_at_the_start(load):
    land, civil = load(GOOD).values()

    assert land.secret({"LAND_SECRET": SECRET}) == SECRET
    assert civil.secret({}) is None
    for environment in ({}, {"LAND_SECRET": ""}, {"LAND_SECRET": "too short"}):
        with pytest.raises(InvalidInputError):
            land.secret(environment)
