"""Chapter: department systems that answer at once, later, slowly, wrongly, after failing, or not at all."""

import asyncio

from motcua.supervision.demo.carrying import carry, told, until
from motcua.supervision.demo.desk import Desk
from motcua.supervision.demo.past import WARD, Json
from motcua.supervision.demo.story import Story

STOP = "an-hoi.ttpvhcc"
POLICE, INSURANCE = "an-hoi.cong-an", "an-hoi.bhxh"


async def all_systems(desk: Desk, story: Story) -> dict[str, str]:
    """Run a dossier over each behaviour; return the codes by name."""
    story.chapter("Hệ thống của các ngành, tốt và xấu", "Department systems, good and bad")
    await desk.tell_department("population", kind="error", status=503, times=3)
    await desk.tell_department("insurance", kind="slow", after=2)
    await desk.tell_department("business-registration", kind="wrong", flaw="not_json")
    silent = await _silent(desk, story)
    refused = await _refused(desk)
    await desk.tell_department("police", kind="later", after=3)
    results = await asyncio.gather(
        _taxed(desk, story), _linked(desk, story), _failing(desk, story), _wrong(desk, story), carry(desk, refused)
    )
    state = results[-1]["result"]
    story.expect(
        state is not None and state["id"] == "refused",
        f"{refused} Công an từ chối đăng ký thường trú: kết quả được trả có lý do",
        "residence refused by the police system: a result, returned with its reason",
    )
    return {"silent": silent}


def opening(name: str, procedure: str, by: str = STOP, **values: object) -> Json:
    """Return the opening of a new dossier."""
    return {"key": f"demo/{name}", "by": {"agency": by}, "procedure": procedure, "territory": WARD, **values}


async def _taxed(desk: Desk, story: Story) -> None:
    """Land with tax: the tax office answers at once, four agencies and the applicant do the rest."""
    code = await desk.open(opening("land-live", "1.013831"))
    dossier = await carry(desk, code)
    story.expect(
        dossier["state"]["id"] == "returned" and "paused" in told(dossier),
        f"{code} Đất đai: 13 bước, 4 cơ quan, thuế trả lời ngay, kết quả đã trả",
        "land: 13 steps, 4 agencies, tax at once, returned",
    )


async def _linked(desk: Desk, story: Story) -> None:
    """Birth, residence and insurance together: a dossier in each agency; one system calls back, the other is slow."""
    code = await desk.open(opening("birth-linked", "2.002621", channel="online"))
    dossier = await carry(desk, code)
    legs = {leg["agency"]["id"]: leg for leg in dossier["legs"]}
    granted = [leg["result"] and leg["result"]["id"] == "granted" for leg in legs.values()]
    story.expect(
        dossier["state"]["id"] == "returned" and sorted(legs) == [INSURANCE, POLICE] and all(granted),
        f"{code} Khai sinh liên thông: hồ sơ riêng tại Công an ({legs[POLICE]['code']}) và BHXH, về một nơi, đã trả",
        "linked birth: the police call back, insurance is slow, each in a dossier of its own, returned at one counter",
    )


async def _failing(desk: Desk, story: Story) -> None:
    """Birth registration: the population database fails three times, then answers."""
    code = await desk.open(opening("birth", "1.001193"))
    dossier = await carry(desk, code)
    asked = (await desk.asked_of_department("population"))[f"{code}/s3n/1"]
    story.expect(
        dossier["state"]["id"] == "returned" and asked["asked"] == 4 and asked["effects"] == 1,
        f"{code} Khai sinh: CSDL dân cư lỗi 3 lần rồi trả lời; gửi {asked['asked']} lần, làm {asked['effects']} lần",
        "birth: three failures, then an answer; asked four times, done once",
    )


async def _wrong(desk: Desk, story: Story) -> None:
    """Company registration: an answer that is none is never acted on; a person has it asked again."""
    code = await desk.open(opening("company", "2.001199", "cong-dkdn"))
    await carry(desk, code, upto="s2")
    trouble = await until(lambda: _trouble(desk, code, "s2"), f"{code}: trouble")
    story.expect(
        bool(trouble),
        f"{code} Doanh nghiệp: trả lời không đọc được, không dùng, chờ người xem",
        f"company: an unreadable answer is not acted on ({trouble})",
    )
    await desk.tell_department("business-registration", kind="at_once")
    (await desk.act(code, "demo/again", "vinhlong.so-tai-chinh", {"kind": "ask_again", "step": "s2"})).must(200)
    dossier = await carry(desk, code)
    story.expect(dossier["state"]["id"] == "returned", f"{code} gửi lại, xong", "asked again, returned")


async def _trouble(desk: Desk, code: str, step: str) -> str | None:
    duties = (await desk.dossier(code))["duties"]
    return next((duty["trouble"] for duty in duties if duty["step"]["id"] == step), None)


async def _silent(desk: Desk, story: Story) -> str:
    """Residence: the police system takes the request on and never says a word; the dossier shows who holds it."""
    await desk.tell_department("police", kind="silent")
    code = await desk.open(opening("residence-silent", "1.004222", POLICE))
    (await desk.act(code, "demo/s1", POLICE, {"kind": "complete", "step": "s1"})).must(200)
    await until(lambda: _asked(desk, "police", f"{code}/s2/1"), f"{code}: asked")
    waits = (await desk.dossier(code))["waiting_for"]
    story.expect(
        waits["id"] == "department_system",
        f"{code} Thường trú: hệ thống Công an im lặng, hồ sơ không mất, hiện đang chờ {waits['vi'].lower()}",
        "residence: the police system is silent; the dossier says whom it waits for",
    )
    return code


async def _refused(desk: Desk) -> str:
    """Residence again: this time the police system decides against it."""
    await desk.tell_department("police", kind="refuse", reason="Chưa đủ điều kiện về chỗ ở hợp pháp.")
    code = await desk.open(opening("residence-refused", "1.004222", POLICE))
    (await desk.act(code, "demo/s1", POLICE, {"kind": "complete", "step": "s1"})).must(200)
    await until(lambda: _asked(desk, "police", f"{code}/s2/1"), f"{code}: asked")
    return code


async def _asked(desk: Desk, system: str, key: str) -> Json | None:
    requests = await desk.asked_of_department(system)
    found: Json | None = requests.get(key)
    return found
