"""Chapter: the national portal hears every status in order, and what somebody changes there is repaired."""

from motcua.supervision.demo.carrying import carry, until
from motcua.supervision.demo.desk import Desk
from motcua.supervision.demo.notices import PERSON
from motcua.supervision.demo.story import Story
from motcua.supervision.demo.systems import STOP, opening


async def tell_the_portal(desk: Desk, story: Story) -> None:
    """Carry one dossier to its end and show what the portal heard; then let the portal drift, and compare."""
    story.chapter("Đồng bộ với Cổng Dịch vụ công quốc gia", "The national public service portal")
    await _in_order(desk, story)
    await _repaired(desk, story)


async def _in_order(desk: Desk, story: Story) -> None:
    code = await desk.open(opening("land-portal", "1.013831", applicant=PERSON))
    await carry(desk, code)
    heard = await until(lambda: _heard_of_the_end(desk, code), f"{code}: the portal hears of the end")
    story.expect(
        heard[:2] == ["2", "4"] and "6" in heard and heard[-2:] == ["9", "10"],
        f"{code} Cổng nhận lần lượt các trạng thái {' → '.join(heard)}",
        "every status arrived, in the order of the law",
    )


async def _repaired(desk: Desk, story: Story) -> None:
    code = await desk.open(opening("land-drift", "1.013831", applicant=PERSON))
    await carry(desk, code, upto="s3")
    await until(lambda: _shows(desk, code, "4"), f"{code}: the portal shows it at work")
    await desk.drift_at_the_portal(code, "5")
    await until(lambda: _shows_once_compared(desk, code, "4"), f"{code}: the portal shows it at work again")
    drift = next((found for found in (await desk.get("/portal/drift"))["drift"] if found["code"] == code), None)
    told = drift and (drift["theirs"]["id"], drift["ours"]["id"])
    stands = (await desk.dossier(code))["state"]["id"]
    story.expect(
        told == ("5", "4") and stands == "in_process",
        f"{code} có người sửa trạng thái trên Cổng thành 5: đối chiếu phát hiện và gửi lại 4; hồ sơ của ta không đổi",
        "somebody changed a status on the portal: found, told anew, never taken over",
    )


async def _heard_of_the_end(desk: Desk, code: str) -> list[str] | None:
    events = (await desk.at_the_portal(code))["events"]
    heard = [event["status"] for event in events if event["service"] == "DongBoHoSoMC"]
    return [*dict.fromkeys(heard)] if heard[-1:] == ["10"] else None


async def _shows_once_compared(desk: Desk, code: str, status: str) -> bool | None:
    """Look what the portal shows, and have it compared with us where it shows something else.

    A comparison leaves out what is still on its way to the portal, so one that came too early is asked for again.
    """
    if shown := await _shows(desk, code, status):
        return shown
    (await desk.post("/portal/comparisons", {"by": {"agency": STOP}})).must(202)
    return None


async def _shows(desk: Desk, code: str, status: str) -> bool | None:
    record = (await desk.at_the_portal(code))["record"]
    return True if record and record["TrangThaiHoSo"] == status else None
