"""Seats: every role of a procedure is held by exactly one agency where and while the version is in force."""

from collections.abc import Iterator
from datetime import date

from motcua.errors import InvalidInputError, NotFoundError
from motcua.procedures.definition import APPLICANT
from motcua.procedures.desk import Desk, Place
from motcua.procedures.findings import Finding


def seats(desk: Desk) -> Iterator[Finding]:
    """Find seats that no agency holds anywhere, or that two hold in one place, and systems that nobody connects.

    A seat must be held in at least one territory of the directory on the last date, within the validity of the
    version, on which agencies change: that is where new dossiers go. Where it was not held at the beginning of the
    validity, that is only warned of, since directories seldom reach back far.
    """
    dates = _dates(desk)
    for seat, path in _named(desk).items():
        held = {on: _held(desk, seat, on) for on in (dates[0], dates[-1])}
        if not held[dates[-1]]:
            yield _nobody(desk, seat, path, dates[-1])
        elif not held[dates[0]]:
            en = f"No agency of the directory holds the seat {seat} on {dates[0].isoformat()}, when the version begins"
            vi = f"Không có cơ quan nào giữ vai trò {seat} vào ngày {dates[0]:%d/%m/%Y}, khi phiên bản có hiệu lực"
            yield desk.warn("seat_not_yet", *path, en=en, vi=vi, rule="R64")
        for problem in _disputes(desk, seat, dates[-1]):
            yield desk.refuse("seat_disputed", *path, en=problem.message, vi=problem.message_vi, rule="R64")


def _nobody(desk: Desk, seat: str, path: Place, on: date) -> Finding:
    return desk.refuse(
        "seat_unheld",
        *path,
        en=f"No agency of the directory holds the seat {seat} in any territory on {on.isoformat()}",
        vi=f"Không có cơ quan nào trong danh bạ giữ vai trò {seat} vào ngày {on:%d/%m/%Y}",
        rule="R64",
    )


def systems(desk: Desk) -> Iterator[Finding]:
    """Find department systems that are not connected, where it is known which are."""
    for place, step in enumerate(desk.procedure.steps):
        if desk.systems is not None and step.system is not None and step.system not in desk.systems:
            known = ", ".join(sorted(desk.systems)) or "none"
            en, vi = (
                f"The system {step.system} is not connected; known: {known}",
                f"Chưa kết nối hệ thống {step.system}",
            )
            yield desk.refuse("system_unknown", "steps", place, "system", en=en, vi=vi, rule="R64")


def _named(desk: Desk) -> dict[str, Place]:
    """Return every seat with the first place that names it."""
    procedure = desk.procedure
    named: dict[str, Place] = {procedure.lead: ("lead",)}
    named.setdefault(procedure.one_stop, ("one_stop",))
    for place, step in enumerate(procedure.steps):
        named.setdefault(step.seat, ("steps", place, "seat"))
    named.pop(APPLICANT, None)
    return named


def _dates(desk: Desk) -> list[date]:
    """Return the dates within the validity on which the map of agencies changes, the first day included."""
    first, last = desk.procedure.valid_from, desk.procedure.valid_to or date.max
    changes = {agency.valid_from for agency in desk.directory.agencies}
    return sorted({first} | {day for day in changes if first <= day <= last})


def _held(desk: Desk, seat: str, on: date) -> bool:
    return any(_resolves(desk, seat, territory, on) for territory in desk.directory.territories())


def _resolves(desk: Desk, seat: str, territory: str, on: date) -> bool:
    try:
        desk.directory.resolve(seat, territory, on)
    except NotFoundError:
        return False
    except InvalidInputError:
        return True
    return True


def _disputes(desk: Desk, seat: str, on: date) -> Iterator[InvalidInputError]:
    """Yield, once, where two agencies hold the seat for one place."""
    for territory in desk.directory.territories():
        if len(desk.directory.holders(seat, territory, on)) > 1:
            try:
                desk.directory.resolve(seat, territory, on)
            except InvalidInputError as problem:
                yield problem
                return
