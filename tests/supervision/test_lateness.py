"""R47, R68: the file of each overdue episode and the ledger of time, over HTTP and on the command line."""

import json
from collections.abc import Callable

import httpx2
import pytest

from tests.supervision.conftest import Json, Ran, fresh_key, opening

Motcua = Callable[..., Ran]


@pytest.fixture
async def late(api: httpx2.AsyncClient) -> str:
    """Open a land transfer received a month ago that nobody has touched, and return its code."""
    answer = await api.post("/dossiers", json=opening("1.013831", at="2026-10-20T08:00:00+07:00"))
    return str(answer.raise_for_status().json()["code"])


async def read(api: httpx2.AsyncClient, path: str) -> Json:
    answer = await api.get(path)
    found: Json = answer.raise_for_status().json()
    return found


async def acts(api: httpx2.AsyncClient, code: str, kind: str, reason: str | None = None, **do: str) -> httpx2.Response:
    said: Json = {"key": fresh_key(), "by": {"agency": "an-hoi.ttpvhcc"}, "do": {"kind": kind, **do}}
    return await api.post(f"/dossiers/{code}/actions", json=said | ({"reason": reason} if reason else {}))


async def test_R47_the_file_of_an_episode_tells_who_heard_of_it(api: httpx2.AsyncClient, late: str) -> None:
    files = {e["subject"]["id"]: e for e in (await read(api, f"/dossiers/{late}/overdue"))["episodes"]}
    promise = files["dossier"]
    assert [told["role"]["id"] for told in promise["told"]][:4] == ["officer", "unit_head", "one_stop_head", "chair"]
    assert {told["how"] for told in promise["told"][4:]} == {"reminded"}
    assert [warned["threshold"] for warned in promise["warnings"]][-1] == "due"
    assert promise["told"][3]["agencies"][0]["vi"]
    assert promise["lost_by"][0]["minutes"] > 0


async def test_R47_answers_and_explanations_are_in_the_file(api: httpx2.AsyncClient, late: str) -> None:
    said = {"cause": "partner_agency", "explanation": "the map was late"}
    assert (await acts(api, late, "explain", **said)).status_code == 200
    assert (await acts(api, late, "acknowledge", explanation="we see to it")).status_code == 200
    promise = next(
        e for e in (await read(api, f"/dossiers/{late}/overdue"))["episodes"] if e["subject"]["id"] == "dossier"
    )
    assert promise["explanations"][0]["cause"]["en"] == "a partner agency"
    assert promise["acknowledged"]["text"] == "we see to it"
    assert promise["next_at"] is None


async def test_R47_passing_on_above_the_chair_is_refused(api: httpx2.AsyncClient, late: str) -> None:
    answer = await acts(api, late, "pass_on", "I cannot settle this")
    assert (answer.status_code, answer.json()["rule"]) == (409, "R47")


async def test_R68_the_shares_add_up_to_the_whole(api: httpx2.AsyncClient, late: str) -> None:
    found = await read(api, f"/dossiers/{late}/time")
    assert found["open"]
    assert sum(share["seconds"] for share in found["shares"]) == found["seconds"] > 0
    assert found["visits"][0]["kept"]["id"] == "late"


async def test_lateness_of_a_dossier_nobody_knows_is_not_found(api: httpx2.AsyncClient) -> None:
    for what in ("overdue", "time"):
        answer = await api.get(f"/dossiers/000.00.01.H61-261123-0999/{what}")
        assert answer.status_code == 404


def test_the_command_line_prints_both_in_both_languages(motcua: Motcua, late: str) -> None:
    for lang, words in (("vi", ("Chủ tịch UBND", "Ai giữ")), ("en", ("the chair", "Who had it"))):
        file, table = motcua("overdue", late, "--lang", lang), motcua("time", late, "--lang", lang)
        assert (file.code, table.code) == (0, 0), file.err + table.err
        assert words[0] in file.out
        assert words[1] in table.out
    assert json.loads(motcua("overdue", late, "--json").out)["code"] == late
    assert json.loads(motcua("time", late, "--json").out)["seconds"] > 0


async def test_R68_own_delay_and_partners_delay_are_reported_apart(
    api: httpx2.AsyncClient, late: str, motcua: Motcua
) -> None:
    while (dossier := await read(api, f"/dossiers/{late}"))["finished_at"] is None:
        duty = dossier["duties"][0]
        by = dossier["one_stop"]["id"] if duty["agency"]["id"] == "applicant" else duty["agency"]["id"]
        said = {"key": fresh_key(), "by": {"agency": by}, "do": {"kind": "complete", "step": duty["step"]["id"]}}
        done = await api.post(f"/dossiers/{late}/actions", json=said)
        assert done.status_code in (200, 409)  # a department system may have answered first
    report = await read(api, "/reports/delays?by=procedure&procedure=1.013831")
    own = next(line for line in report["lines"] if line["holder"]["id"] == "own_agency")
    assert own["group"]["vi"]
    assert own["seconds"] >= own["seconds_late"] > 0
    assert own["late_dossiers"] == 1
    assert json.loads(motcua("report", "delays", "--by", "procedure", "--json").out)["lines"]
    assert "own" in motcua("report", "delays", "--lang", "en").out
