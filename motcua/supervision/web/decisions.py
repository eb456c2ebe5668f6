"""What somebody has to decide now, out of the figures: what, why, by when, and where to look."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from markupsafe import Markup

from motcua.dossiers.parts import Waiting
from motcua.register.overview import DueDay
from motcua.supervision.local_departments import NAMES
from motcua.supervision.web.days import works
from motcua.supervision.web.overview_figures import Figures
from motcua.supervision.web.voice import Voice
from motcua.worktime.calendar import WorkCalendar
from motcua.worktime.words import Words


class Decision(NamedTuple):
    """One thing to decide."""

    icon: str
    title: Markup
    note: Markup
    by: Markup | str
    link: str
    go: Markup


def system_name(system: str) -> Words:
    """Return what a department system is called."""
    return Words(*NAMES.get(system, (system, system)))


def decisions(figures: Figures, voice: Voice, calendar: WorkCalendar) -> Iterator[Decision]:
    """Yield what has to be decided, the most pressing first."""
    yield from _apologies(figures, voice, calendar)
    yield from _outages(figures, voice)
    for reason, icon in ((Waiting.NOBODY, "nobody"), (Waiting.FAULT, "engine")):
        number = figures.total("dossiers", reason)
        if number:
            key = f"overview.decide.{reason.value}"
            link = f"/stuck?reason={reason.value}"
            yield Decision(icon, voice(key, n=number), voice(f"{key}_note"), _at_once(voice), link, _list(voice))
    if figures.partners.duties:
        title = voice("overview.decide.partners", n=figures.partners.duties)
        note = voice("overview.decide.partners_note", n=figures.partners.agencies)
        yield Decision(
            "partner", title, note, voice("overview.decide.today"), "/stuck?reason=partner_agency", _list(voice)
        )


def _apologies(figures: Figures, voice: Voice, calendar: WorkCalendar) -> Iterator[Decision]:
    """An apology has to be out a working day before the date it is about (R48)."""
    today = figures.at.astimezone(calendar.tz).date()
    ahead = [each for each in figures.ahead if each.day.begin.date() > today and works(each.day.begin.date(), calendar)]
    for each in ahead[:1]:
        if each.endangered:
            until = calendar.closing_of(today) if works(today, calendar) else None
            by = voice("overview.decide.before", at=voice.clock(until)) if until else _at_once(voice)
            title = voice("overview.decide.apology", n=each.endangered, day=voice.day(each.day.begin.date()))
            yield Decision("letter", title, voice("overview.decide.apology_note"), by, _due(each), _list(voice))


def _outages(figures: Figures, voice: Voice) -> Iterator[Decision]:
    waiting = {load.system: load.dossiers for load in figures.connections.loads}
    for system, outage in figures.connections.outages.items():
        title = voice("overview.decide.outage", system=voice.say(system_name(system)), n=waiting.get(system, 0))
        note = voice("overview.decide.outage_note", since=voice.when(outage.began_at), tries=outage.probes)
        if outage.clocks_stand:
            note = voice("overview.decide.outage_stands", decision=outage.clocks_stand)
        yield Decision(
            "system", title, note, voice("overview.decide.today"), "/stuck?reason=department_system", _list(voice)
        )


def _due(each: DueDay) -> str:
    return f"/stuck?due_before={last_day(each.day.end):%Y-%m-%d}"


def last_day(end: datetime) -> datetime:
    """Return a moment of the day that ends then."""
    return end - timedelta(seconds=1)


def _at_once(voice: Voice) -> Markup:
    return voice("overview.decide.at_once")


def _list(voice: Voice) -> Markup:
    return voice("overview.decide.list")
