"""Chapter: dossiers already in flight come in with their past, and stand as they would have stood."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain

from motcua.supervision.demo.checks import differences, holder_of
from motcua.supervision.demo.desk import Desk
from motcua.supervision.demo.lives_elsewhere import elsewhere
from motcua.supervision.demo.lives_of_land import land
from motcua.supervision.demo.lives_of_permits import permits
from motcua.supervision.demo.past import Life
from motcua.supervision.demo.story import Story
from motcua.worktime.calendar import WorkCalendar

OUTSIDE = "urn:motcua:calendar"


def lives(now: datetime, calendar: WorkCalendar) -> Iterator[Life]:
    """Yield every dossier in flight of the demonstration."""
    return chain(land(now, calendar), permits(now, calendar), elsewhere(now, calendar))


async def take_over(desk: Desk, story: Story, calendar: WorkCalendar) -> dict[str, str]:
    """Open every dossier in flight and compare it with what it must be; return the codes by name."""
    story.chapter("Hồ sơ đang giải quyết, chuyển vào cùng quá khứ của chúng", "Dossiers in flight, with their past")
    codes: dict[str, str] = {}
    for life in lives(datetime.now(UTC), calendar):
        answer = await desk.post("/dossiers", {"key": f"demo/{life.name}", **life.opening})
        if answer.body.get("type") == OUTSIDE:
            story.line(f"{life.vi}: {answer.body['detail_vi']}", "refused rather than guessed")
            continue
        codes[life.name] = str(answer.must(201)["code"])
        await _compare(desk, story, life, codes[life.name])
    return codes


async def _compare(desk: Desk, story: Story, life: Life, code: str) -> None:
    dossier = await desk.dossier(code)
    found = differences(dossier, life.expected)
    stands = f"{dossier['state']['vi'].lower()}; giữ: {holder_of(dossier)}" if dossier["waiting_for"] else "đã kết thúc"
    story.expect(not found, f"{code} {life.vi} [{stands}]", life.en + (f" ({'; '.join(found)})" if found else ""))
