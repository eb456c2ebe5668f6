"""R47, R51, R68: a dossier nobody touches climbs to the chair on a real server; it is answered for, and finished."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from motcua.dossiers.commands import Acknowledge, Apologise, Assign, Explain
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.episode_file import episode_files
from motcua.dossiers.ledger import ledger
from motcua.dossiers.parts_of_lateness import Episode
from motcua.worktime.allowance import Allowance
from motcua.worktime.due import due_at, elapsed, late_from, opening_after
from tests.lives.conftest import Office

COPY = "2.000908"


def where(office: Office, code: str, holds: Callable[[Episode], bool]) -> Callable[[], Awaitable[bool]]:
    """Return whether the promise's episode is so."""

    async def so() -> bool:
        episode = (await office.dossier(code)).episode("dossier")
        return episode is not None and holds(episode)

    return so


async def answered_for(office: Office, code: str) -> None:
    """Acknowledge, explain and apologise for a late dossier, and put an officer in charge."""
    dossier = await office.dossier(code)
    by, duty = dossier.one_stop, dossier.duties[0]
    said = {"cause": "own_agency", "explanation": "hồ sơ nằm quên ở quầy"}
    await office.act(code, by, Acknowledge(explanation="đã nhận, xử lý ngay"))
    await office.act(code, by, Explain.model_validate(said))
    await office.act(code, by, Apologise(), reason="chúng tôi xin lỗi vì chậm trễ")
    await office.act(code, duty.agency, Assign(step=duty.step, officer="cb-7"))


async def finished(office: Office, code: str) -> Dossier:
    """Do what is left to do, and return the dossier with its result."""
    while (dossier := await office.dossier(code)).finished_at is None:
        await office.complete(code, dossier.duties[0].step)
    return dossier


async def test_R47_a_dossier_nobody_touches_reaches_the_chair_and_its_file_tells_everything(office):
    opened = datetime.now(UTC)
    code = await office.open(COPY, opened, territory="01")
    calendar = office.ground.calendar_of((await office.dossier(code)).competent)
    late = late_from(due_at(opened, Allowance.parse("1wd"), calendar), calendar)
    moment, openings = late, []
    for _ in range(4):
        openings.append(moment := opening_after(moment, calendar))
    await office.pass_time(code, openings[-1])
    await office.until(where(office, code, lambda e: e.reminders == 1), "the chair is reminded")
    await answered_for(office, code)
    await office.pass_time(code, openings[-1] + timedelta(hours=1))
    dossier = await finished(office, code)

    acts = office.register.transitions(code)
    file = next(f for f in episode_files(acts, office.ground, dossier.last_at) if f.subject == "dossier")
    assert [(told.how, told.role) for told in file.told] == [
        ("opened", "officer"),
        ("escalated", "unit_head"),
        ("escalated", "one_stop_head"),
        ("escalated", "chair"),
        ("reminded", "chair"),
    ]
    assert [told.at for told in file.told] == [late, *openings]  # the legal moments, not those of waking
    assert (file.threshold, file.acknowledged.text) == (late, "đã nhận, xử lý ngay")
    assert [answer.cause for answer in file.explanations] == ["own_agency"]
    assert [apology.late for apology in file.apologies] == [True]
    assert file.lost_minutes == elapsed(late, dossier.finished_at, calendar).total_seconds() // 60
    its_time_is_accounted_for(office, dossier, file.lost_minutes)


def its_time_is_accounted_for(office: Office, dossier: Dossier, lost_minutes: int) -> None:
    """Check that every working second has its holder, in the ledger and in the register."""
    calendar = office.ground.calendar_of(dossier.competent)
    whole = ledger(office.register.transitions(dossier.code), office.ground, dossier.last_at)
    assert whole.seconds == elapsed(whole.since, whole.until, calendar).total_seconds()
    assert sum(share.seconds_late for share in whole.shares) // 60 == lost_minutes
    assert sorted(office.register.shares(dossier.code), key=str) == sorted(whole.shares, key=str)
    handled = sum(share.seconds_handling for share in whole.shares)
    assert 3000 < handled < 3900  # an hour, from the naming of an officer on


async def test_R47_what_is_answered_for_is_not_reminded_of_and_the_timer_sleeps(office):
    code = await office.open(COPY, datetime.now(UTC), territory="01")
    before: Dossier = await office.dossier(code)
    calendar = office.ground.calendar_of(before.competent)
    late = late_from(due_at(before.received_at, Allowance.parse("1wd"), calendar), calendar)
    first = opening_after(late, calendar)
    await office.pass_time(code, first)
    await office.until(where(office, code, lambda e: e.level == 1), "the head of the unit hears of it")
    for subject in [episode.subject for episode in (await office.dossier(code)).episodes]:
        await office.act(code, before.one_stop, Acknowledge(subject=subject, explanation="đang xử lý"))
    facts = (await office.dossier(code)).seq
    await office.pass_time(code, opening_after(opening_after(first, calendar), calendar))
    assert (await office.dossier(code)).seq == facts
