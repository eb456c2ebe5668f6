"""Chapter: lateness as it is handled: carried up until somebody answers, whose time it was, the one new date."""

from datetime import datetime

from motcua.supervision.demo.carrying import told
from motcua.supervision.demo.desk import Desk
from motcua.supervision.demo.past import Json
from motcua.supervision.demo.story import Story
from motcua.supervision.demo.systems import opening

STOP, OFFICE, CHAIR = "an-hoi.ttpvhcc", "vinhlong.vpdkdd", "chair"
REASON = "Phải đo đạc lại ranh giới thửa đất do có tranh chấp với thửa liền kề."


async def answer_for_the_forgotten(desk: Desk, story: Story, code: str) -> None:
    """Show how far a forgotten dossier was carried, answer for it, and say whose working time it took."""
    story.chapter(
        "Quá hạn: đôn đốc đến cấp cuối, giải trình, thời gian của ai", "Overdue: to the top, explained, whose time"
    )
    before = await _promise(desk, code)
    roles = [step["role"]["id"] for step in before["told"]]
    reminded = sum(step["how"] == "reminded" for step in before["told"])
    story.expect(
        CHAIR in roles and reminded > 0,
        f"{code} cảnh báo {len(before['warnings'])} lần, chuyển {len(set(roles))} cấp, nhắc lại {reminded} lần",
        "warned before, carried up to the chair, reminded each working day",
    )
    await _explain(desk, code)
    after = await _promise(desk, code)
    story.expect(
        after["acknowledged"] is not None and after["next_at"] is None and len(after["explanations"]) == 1,
        f"{code} đã có người nhận trách nhiệm và giải trình: {after['explanations'][0]['cause']['vi']}",
        "acknowledged and explained: it climbs no further",
    )
    await _whose_time(desk, story, code)


async def _promise(desk: Desk, code: str) -> Json:
    """Return the file of the promise's own overdue episode."""
    episodes: list[Json] = (await desk.get(f"/dossiers/{code}/overdue"))["episodes"]
    return next(episode for episode in episodes if episode["subject"]["id"] == "dossier")


async def _explain(desk: Desk, code: str) -> None:
    accepted: Json = {"kind": "acknowledge", "explanation": "Văn phòng nhận trách nhiệm, xử lý trong tuần."}
    (await desk.act(code, "demo/acknowledge", OFFICE, accepted)).must(200)
    explained: Json = {"kind": "explain", "cause": "own_agency", "explanation": "Thiếu cán bộ đo đạc."}
    (await desk.act(code, "demo/cause", OFFICE, explained)).must(200)


async def _whose_time(desk: Desk, story: Story, code: str) -> None:
    ledger = await desk.get(f"/dossiers/{code}/time")
    total = sum(share["seconds"] for share in ledger["shares"])
    for share in ledger["shares"]:
        story.line(
            f"  {share['agency']['vi']}: {share['seconds'] / 3600:.1f} giờ, chờ {share['seconds_waiting'] / 3600:.1f}",
            f"late {share['seconds_late'] / 3600:.1f} h of them",
        )
    story.expect(
        abs(total - ledger["seconds"]) < len(ledger["shares"]) and total > 0,
        f"{code} mọi phút làm việc đều có người chịu trách nhiệm: {ledger['seconds'] / 3600:.1f} giờ",
        "every working minute has its holder",
    )


async def apologise_once(desk: Desk, story: Story) -> None:
    """Move one date by the rule, print the letter, and be refused the second time."""
    story.chapter("Xin lỗi và hẹn lại, chỉ một lần", "Apology and the one new date")
    code = await desk.open(opening("land-reappointed", "1.013831"))
    first = await desk.dossier(code)
    proposed: Json = {"kind": "propose_date", "extend": "2wd", "approver": "ld-03"}
    (await desk.act(code, "demo/propose", OFFICE, proposed, REASON)).must(200)
    by_others = await desk.act(code, "demo/apply-wrong", OFFICE, {"kind": "apply_date"})
    story.expect(
        by_others.status == 409, f"{code} chỉ Bộ phận Một cửa được đổi ngày", "only the one-stop moves the date"
    )
    (await desk.act(code, "demo/apply", STOP, {"kind": "apply_date"})).must(200)
    second = await desk.dossier(code)
    old, new = _day(first["clock"]["due"]), _day(second["clock"]["due"])
    story.expect(
        new > old and "reappointed" in told(second), f"{code} hẹn lại từ {old} sang {new}", "the date moved, by rule"
    )
    again = await desk.act(code, "demo/propose-again", OFFICE, proposed, REASON)
    story.expect(again.body.get("rule") == "R50", f"{code} lần thứ hai bị từ chối [R50]", "a second one is refused")
    await _letters(desk, story, code)


def _day(moment: str) -> str:
    return f"{datetime.fromisoformat(moment):%Y-%m-%d}"


async def _letters(desk: Desk, story: Story, code: str) -> None:
    letters = (await desk.get(f"/dossiers/{code}/letters"))["letters"]
    for letter in letters:
        pdf = await desk.fetch(f"/dossiers/{code}/letters/{letter['form']}.pdf")
        story.expect(
            pdf.startswith(b"%PDF"),
            f"{code} {letter['title']['vi']}, số {letter['number']}, mã kiểm tra {letter['check']}",
            f"{letter['title']['en']}: {len(pdf) // 1024} kB, PDF/A",
        )
    forms = {letter["form"] for letter in letters}
    story.expect(
        {"receipt", "apology"} <= forms, f"{code} {len(forms)} giấy tờ đã phát hành", "slip and apology issued"
    )
