"""What was asked of department systems for a dossier, and what it waits for, as shown."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from motcua.dossiers.parts import Model, Moment
from motcua.register.calls import Attempt, Call, CallState
from motcua.register.outages import Outage
from motcua.register.register import Register
from motcua.supervision.local_departments import NAMES
from motcua.supervision.telling.views_of_calls import AttemptView, CallView
from motcua.worktime.words import Words

HELD = "held"
"""The state of a call that waits for its turn."""


class CallList(Model):
    """Everything that was asked of department systems for one dossier."""

    code: str
    calls: tuple[CallView, ...]


def call_list(code: str, register: Register, zone: tzinfo) -> CallList:
    """Return the calls of a dossier with every exchange, in the order they were first put."""
    calls = register.calls(code)
    attempts = register.attempts([call.key for call in calls])
    away = register.open_outages()
    shown = (call_view(call, zone, away, [a for a in attempts if a.key == call.key]) for call in calls)
    return CallList(code=code, calls=tuple(shown))


def open_calls(code: str, register: Register, zone: tzinfo) -> tuple[CallView, ...]:
    """Return the calls of a dossier that are not settled."""
    calls = [call for call in register.calls(code) if is_open(call)]
    away = register.open_outages() if calls else {}
    return tuple(call_view(call, zone, away) for call in calls)


def is_open(call: Call) -> bool:
    """Return whether something is still expected of a call."""
    return call.answered_at is None and call.state is not CallState.WITHDRAWN


def call_view(call: Call, zone: tzinfo, away: Mapping[str, Outage], attempts: Sequence[Attempt] = ()) -> CallView:
    """Return a call as it is shown."""
    outage = away.get(call.system) if is_open(call) else None
    shown = call.model_dump(include=set(CallView.model_fields) - {"state", "attempts", "exchanges", "away_since"})
    shown |= {name: at.astimezone(zone) for name, at in shown.items() if isinstance(at, datetime)}
    return CallView(
        **shown,
        state=HELD if call.held else call.state.value,
        attempts=call.attempts,
        away_since=outage.began_at.astimezone(zone) if outage else None,
        exchanges=tuple(_attempt(attempt, zone) for attempt in attempts),
    )


def waits_since(system: str, since: datetime, now: datetime) -> Words:
    """Return what a dossier waits for whose department system is away: *department system X since 09:12*."""
    vi, en = NAMES.get(system, (system, system))
    same_day = since.date() == now.astimezone(since.tzinfo).date()
    at = f"{since:%H:%M}" if same_day else f"{since:%H:%M %d/%m}"
    return Words(f"Hệ thống ngành {vi} gián đoạn từ {at}", f"department system {en} since {at}")


def away_words(calls: Sequence[CallView], now: Moment) -> Words | None:
    """Return these words for the first of a dossier's calls whose system is away; None where none is."""
    call = next((call for call in calls if call.away_since is not None), None)
    return waits_since(call.system, call.away_since, now) if call and call.away_since else None


def _attempt(attempt: Attempt, zone: tzinfo) -> AttemptView:
    return AttemptView(
        **attempt.model_dump(exclude={"id", "key", "started_at"}), at=attempt.started_at.astimezone(zone)
    )
