"""`motcua departments`: a profile is proof-read before it is used, and every system asked whether it is there."""

import asyncio
import json

import pytest
from typer.testing import CliRunner

from motcua.supervision.department_commands import DEPARTMENTS
from tests.raw_http import answering, raw_server

PROFILE = """
departments:
  - system: dat-dai
    name: {{vi: Đất đai, en: Land register}}
    base_url: {address}
    private: true
  - system: ho-tich
    name: {{vi: Hộ tịch, en: Civil status}}
    base_url: http://127.0.0.1:1
    private: true
    secret_env: CIVIL_SECRET
"""


@pytest.fixture
def told(tmp_path):
    def run(command, text, *options):
        file = tmp_path / "departments.yaml"
        file.write_text(text, encoding="utf-8")
        named = [str(file)] if command == "check" else ["--file", str(file)]
        return CliRunner().invoke(DEPARTMENTS, [command, *named, *options])

    return run


def test_a_profile_that_can_be_used_is_accepted_and_what_it_gives_up_is_said(told):
    found = told("check", PROFILE.format(address="http://10.0.0.7"), "--lang", "en")
    assert found.exit_code == 0
    assert "accepted (dat-dai, ho-tich)" in found.output
    assert "dat-dai.secret_env: No secret" in found.output
    assert "ho-tich.secret_env: The environment variable CIVIL_SECRET is not set." in found.output


def test_a_profile_that_cannot_be_used_is_refused_with_every_fault_and_its_place(told):
    found = told("check", PROFILE.format(address="ftp://x").replace("secret_env: C", "secret: C"), "--json")
    assert found.exit_code == 1
    refused = json.loads(found.output)["refused"]
    assert "departments.0.base_url" in refused
    assert "departments.1.secret" in refused


async def test_each_system_is_asked_and_one_that_is_away_is_said(told, monkeypatch):
    monkeypatch.setenv("CIVIL_SECRET", "whsec_" + "bW90Y3VhLXRlc3Qtc2VjcmV0LW9mLTMyLWJ5dGVzISE=")
    async with raw_server(answering("204 No Content", b"")) as (address, asked):
        found = await asyncio.to_thread(told, "health", PROFILE.format(address=address), "--json")
    assert found.exit_code == 1
    land, civil = json.loads(found.output)["systems"]
    assert (land["there"], civil["there"]) == (True, False)
    assert "cannot be reached" in civil["detail"]
    assert [line for line, *_ in asked] == ["GET /api/health HTTP/1.1"]
