"""Chapter: a department system goes down; its dossiers wait on one outage, and go on by themselves."""

from functools import partial

from motcua.supervision.demo.carrying import until
from motcua.supervision.demo.desk import Desk
from motcua.supervision.demo.past import Json
from motcua.supervision.demo.story import Story
from motcua.supervision.demo.systems import POLICE, opening

DOSSIERS = 4


async def wait_and_go_on(desk: Desk, story: Story) -> None:
    """Let the police's system fail, see what is shown meanwhile, and let it come back."""
    story.chapter("Một hệ thống ngành ngừng hoạt động", "A department system goes down")
    await desk.tell_department("police", kind="error", status=503)
    codes = [await desk.open(opening(f"outage-{number}", "1.004222", POLICE)) for number in range(DOSSIERS)]
    for code in codes:
        (await desk.act(code, "demo/s1", POLICE, {"kind": "complete", "step": "s1"})).must(200)
    outage = await until(lambda: _declared(desk), "the outage is declared and all wait")
    pages = await desk.asked_of_department("police")
    asked = sum(pages.get(f"{code}/s2/1", {}).get("asked", 0) for code in codes)
    story.expect(
        outage["waiting"] == DOSSIERS and asked <= outage["failures"],
        f"{DOSSIERS} hồ sơ chờ, một dòng gián đoạn từ {outage['began_at'][11:19]}, mới gọi {asked} lần",
        f"{DOSSIERS} dossiers wait, one outage, {asked} calls in all; operators are told",
    )
    waits = (await desk.dossier(codes[-1]))["waiting_for"]
    story.expect("since" in waits["en"], f"{codes[-1]} chờ: {waits['vi']}", f"it waits for: {waits['en']}")
    await desk.tell_department("police", kind="at_once")
    ended = await until(lambda: _ended(desk, outage["id"]), "the outage ends by itself")
    for code in codes:
        await until(partial(_went_on, desk, code), f"{code} goes on by itself")
    pages = await desk.asked_of_department("police")
    story.expect(
        all(pages[f"{code}/s2/1"]["effects"] == 1 for code in codes),
        f"hết gián đoạn lúc {ended['ended_at'][11:19]}, {DOSSIERS} hồ sơ tự đi tiếp theo thứ tự hạn, không làm lặp",
        "it is back; all go on by themselves in order of due date, each done once",
    )


async def _outages(desk: Desk) -> list[Json]:
    outages: list[Json] = (await desk.get("/exchange/outages", system="police"))["outages"]
    return outages


async def _declared(desk: Desk) -> Json | None:
    found = await _outages(desk)
    return next((each for each in found if each["declared_at"] and each["waiting"] == DOSSIERS), None)


async def _ended(desk: Desk, number: int) -> Json | None:
    return next((each for each in await _outages(desk) if each["id"] == number and each["ended_at"]), None)


async def _went_on(desk: Desk, code: str) -> bool | None:
    duties = (await desk.dossier(code))["duties"]
    return "s2" not in {duty["step"]["id"] for duty in duties} or None
