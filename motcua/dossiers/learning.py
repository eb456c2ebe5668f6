"""What becomes known after receipt, and how the clocks follow it: the result of a verification changes the limit.

The limit of a case is true from the beginning, so the clock is set anew from the same beginning: what the case grants
more is added to what is left, what it grants less is taken away, each in its unit (R14, R29, R30). A limit in another
unit is counted from where the old one began, and time for which the clock stood is granted besides.

A date moves to later freely. It moves to earlier, but never behind the end of the day on which the case became known:
nobody could have kept a date that did not exist (R10, R74). A date that is already due by then stays, and so does one
that was promised with an apology (R49). The date on the slip stays visible whatever happens (R52).
"""

from decimal import Decimal

from motcua.dossiers import facts as f
from motcua.dossiers.case import Case
from motcua.dossiers.clocks import counted_due, limit_of, say_clock
from motcua.dossiers.duty_clocks import follow_case, limits_of_duties
from motcua.dossiers.parts import Clock, Data, OfficialClock
from motcua.dossiers.standing import standing, stood_since
from motcua.procedures.definition import SupplementPolicy
from motcua.worktime.allowance import Allowance, Unit
from motcua.worktime.due import closing_after, due_at, left, used
from motcua.worktime.ledger import in_ledger


def learn(case: Case, data: Data) -> None:
    """State data that became known, and set the clocks anew whose limits follow from them."""
    if case.dossier.received_at is None:
        case.say(f.DataSet(data=data))
        return
    limit, allows = limit_of_promise(case), limits_of_duties(case)
    case.say(f.DataSet(data=data))
    if case.dossier.finished_at is not None:
        return
    if (now := limit_of_promise(case)) != limit and not case.procedure.phases:
        _follow(case, limit, now)
    follow_case(case, allows)


def limit_of_promise(case: Case) -> Allowance:
    """Return the limit the promise is counted by: that of an earlier version where a move kept the dates (R21)."""
    return limit_in_force(case.under(case.dossier.counted_under))


def limit_in_force(case: Case) -> Allowance:
    """Return the limit that counts at present: after a supplement it may be a limit of its own (R31)."""
    anew = case.dossier.counted_from not in (None, case.dossier.received_at)
    if anew and case.procedure.supplement.policy is SupplementPolicy.NEW_LIMIT:
        return case.settled.supplement.new_limit
    return limit_of(case)


def _follow(case: Case, old: Allowance, new: Allowance) -> None:
    clock = case.dossier.clock
    if clock is None or Unit.NONE in (old.unit, new.unit):
        return
    if case.dossier.left is not None:
        _while_standing(case, clock, case.dossier.left, old, new)
        return
    counted = counted_anew(case, clock, old, new)
    end_of_today = closing_after(case.at, case.calendar)
    if counted.due >= clock.due or (counted.due >= end_of_today and not case.dossier.reappointed):
        say_clock(case, counted.allow, counted.due, "case", since=counted.since)
    elif clock.due > end_of_today and not case.dossier.reappointed:
        nothing = Allowance(Decimal(0), new.unit if new.unit is Unit.CALENDAR_DAY else Unit.WORKING_DAY)
        say_clock(case, nothing, end_of_today, "case")


def _while_standing(case: Case, clock: OfficialClock, rest: Allowance, old: Allowance, new: Allowance) -> None:
    """Change what is left of a clock that stands; its date is found when it runs on."""
    counted = counted_anew(case, clock, old, new)
    if (changed := changed_by_limit(rest, old, new, case)) is None:
        stopped = stood_since(case.dossier, case.at)
        changed = left(counted.since, stopped, counted.allow, case.calendar)
    standing_clock = clock.model_copy(update={"allow": counted.allow, "since": counted.since, "due": counted.due})
    case.say(f.ClockSet(why="case", clock=standing_clock, left=changed))


def counted_anew(case: Case, clock: OfficialClock, old: Allowance, new: Allowance) -> Clock:
    """Return the clock with the new limit: from where it began to run, or from its beginning in another unit."""
    begins = case.dossier.counted_from or clock.since
    if begins == clock.since and clock.allow == old:
        return Clock(allow=new, since=begins, due=counted_due(case, begins, new))
    if (allow := changed_by_limit(clock.allow, old, new, case)) is not None:
        if allow.value >= 0:
            return Clock(allow=allow, since=clock.since, due=due_at(clock.since, allow, case.calendar))
        moved = changed_by_limit(Allowance(Decimal(0), allow.unit), old, new, case)
        return Clock(allow=allow, since=clock.since, due=due_at(clock.due, moved or allow, case.calendar))
    return counted_from_beginning(case, new)


def counted_from_beginning(case: Case, limit: Allowance) -> Clock:
    """Return the clock of a limit from where the promise began; time for which it stood is granted besides."""
    running = case.dossier.clock
    begins = case.dossier.counted_from or (running.since if running else case.at)
    stretches = [(max(begins, a), b) for a, b in standing(case.dossier, case.at) if b > begins]
    stood = sum(used(a, b, limit, case.calendar).value for a, b in stretches)
    granted = in_ledger(limit, case.calendar) if stood else limit
    allow = Allowance(granted.value + stood, granted.unit)
    return Clock(allow=allow, since=begins, due=counted_due(case, begins, allow))


def changed_by_limit(allow: Allowance, old: Allowance, new: Allowance, case: Case) -> Allowance | None:
    """Return an allowance with what the new limit gives more or less than the old one; None where units differ."""
    parts = [in_ledger(part, case.calendar) for part in (allow, old, new)]
    if len({part.unit for part in parts}) > 1:
        return None
    return Allowance(parts[0].value + parts[2].value - parts[1].value, parts[0].unit)
