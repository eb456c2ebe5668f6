"""The file of subscribers: refused unless complete and unambiguous, and by a sentence that says where."""

from pathlib import Path

import pytest

from motcua.errors import DefinitionError, InvalidInputError, NotFoundError
from motcua.webhooks.sending import Verdict, verdict_on
from motcua.webhooks.subscriber import load_subscribers
from tests.webhooks.conftest import ENVIRONMENT

GOOD = """
source: https://motcua.example.vn
subscribers:
  - name: land-register
    url: https://dat-dai.example.vn/hooks/motcua?tenant=7
    secret_env: HOOK_SECRET
    wants:
      types: [received, vn.motcua.dossier.result_ready.v1]
      procedures: [1.013831]
      fields: [Đất đai]
    patience: P3D
    rate: 2.5
"""


def written(tmp_path: Path, text: str) -> Path:
    """Return a file with this text."""
    file = tmp_path / "subscribers.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_complete_file_is_read_as_it_is_meant(tmp_path):
    (subscriber,) = load_subscribers(written(tmp_path, GOOD)).subscribers
    assert subscriber.wants.types == ("received", "result_ready")
    assert subscriber.wants.procedures == ("1.013831",)
    assert (subscriber.rate, subscriber.patience.days, subscriber.start) == (2.5, 3, "now")
    assert (subscriber.reached.base_url, subscriber.page) == ("https://dat-dai.example.vn", "/hooks/motcua?tenant=7")


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ("https://dat-dai.example.vn", "http://dat-dai.example.vn", "plain http"),
        ("https://dat-dai.example.vn", "https://10.0.0.7", "private: true"),
        ("https://dat-dai.example.vn", "https://169.254.169.254", "may not be spoken to"),
        ("https://dat-dai.example.vn", "https://user:pass@dat-dai.example.vn", "user name or password"),
        ("https://dat-dai.example.vn", "https://dat-dai.example.vn\\.evil.example", "plain ASCII"),
        ("https://dat-dai.example.vn", "ftp://dat-dai.example.vn", "http or https"),
        ("[received, ", "[recieved, ", "no event is called recieved"),
        ("land-register", "Land Register", "pattern"),
        ("patience: P3D", "patience: 3", "unit"),
        ("patience: P3D", "patiense: P3D", "not permitted"),
        ("rate: 2.5", "rate: 0", "greater than 0"),
        ("    secret_env: HOOK_SECRET\n", "", "secret_env"),
        ("rate: 2.5", "start: 2026-11-01T00:00:00", "with its zone"),
        ("rate: 2.5", "rate: 1\n    rate: 2", "given twice"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_place(tmp_path, wrong, right, said):
    with pytest.raises(DefinitionError) as refused:
        load_subscribers(written(tmp_path, GOOD.replace(wrong, right)))
    assert said in str(refused.value)
    assert "subscribers.yaml:" in str(refused.value.field)
    assert "pass@" not in str(refused.value)


def test_two_of_the_same_name_are_refused(tmp_path):
    block = GOOD[GOOD.index("  - name") :]
    with pytest.raises(DefinitionError, match="described twice: land-register"):
        load_subscribers(written(tmp_path, GOOD + block))


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path):
    with pytest.raises(NotFoundError):
        load_subscribers(tmp_path / "nowhere.yaml")


def test_a_secret_that_is_not_set_or_too_short_is_refused(tmp_path):
    (subscriber,) = load_subscribers(written(tmp_path, GOOD)).subscribers
    assert subscriber.signing(ENVIRONMENT)
    for environment in ({}, {"HOOK_SECRET": "whsec_c2hvcnQ="}):
        with pytest.raises(InvalidInputError):
            subscriber.signing(environment)


@pytest.mark.parametrize(
    ("statuses", "verdict"),
    [
        ((200, 201, 204, 299, 409), Verdict.DELIVERED),  # 409: it has this id already
        ((400, 413, 415, 422), Verdict.REFUSED),
        ((410,), Verdict.GONE),
        ((301, 302, 307, 308, 401, 403, 404, 405, 429, 503), Verdict.AWAY),
        ((402, 408, 418, 425, 500, 502, 504, 599, 600), Verdict.LATER),
    ],
)
def test_what_each_status_means(statuses, verdict):
    assert {verdict_on(status) for status in statuses} == {verdict}
