"""The index of a calendar: every working day and every opening of its years, sorted, so that questions are bisections.

Instants are kept as distances from the first midnight of the first year (`origin`), so comparing two of them never
meets a clock change. Everything is written once, when the calendar is made, and only read afterwards: any number of
threads may ask at once.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from motcua.errors import CalendarError
from motcua.worktime.refusals import naive_moment, outside_years
from motcua.worktime.windows import Day, Window, wall_clock

NOTHING = timedelta(0)
ONE_DAY = timedelta(days=1)


class WorkIndex:
    """Sorted arrays over the working days and openings of one calendar. Built by `WorkCalendar`, read by `due`."""

    __slots__ = (
        "_name", "_plain", "_starts_local", "base", "closings", "day_starts", "days", "first_day", "last_day",
        "lengths", "openings", "origin", "origin_local", "rank", "span", "starts", "steady", "work_days", "zone",
    )  # fmt: skip

    def __init__(self, name: str, zone: ZoneInfo, first: date, last: date, windows_of: Callable[[date], Day]) -> None:
        self._name = name
        self.zone = zone
        self.first_day, self.last_day = first, last
        self.days = (last - first).days + 1
        """Days covered."""
        midnights = [first_instant(zone, first + timedelta(days=n), 0) for n in range(self.days + 1)]
        self.origin = midnights[0]
        self.origin_local = self.origin.astimezone(zone)
        self.day_starts = [at - self.origin for at in midnights]
        """Where each local day begins, and where the last one ends."""
        self.span = self.day_starts[-1]
        self.steady = all(self.day_starts[n] == timedelta(days=n) for n in range(self.days + 1))
        """The zone's clock is never changed in these years."""
        self._lay_out(windows_of)

    def _lay_out(self, windows_of: Callable[[date], Day]) -> None:
        self.rank = [0]
        """Before each day: how many working days the calendar has had."""
        self.work_days: list[date] = []
        self.openings: list[datetime] = []
        """First opening of each working day, local."""
        self.closings: list[datetime] = []
        """Last closing of each working day, local; 24:00 is the next midnight."""
        self.starts: list[timedelta] = []
        """Where each opening begins."""
        self.lengths: list[timedelta] = []
        self._starts_local: list[datetime] = []
        self._plain: list[bool] = []
        for number in range(self.days):
            self._lay_out_day(number, windows_of(self.first_day + timedelta(days=number)))
        self.base = [NOTHING, *accumulate(self.lengths)]
        """Working time before each opening; the last entry is all of it."""

    def _lay_out_day(self, number: int, windows: Day) -> None:
        day = self.first_day + timedelta(days=number)
        plain = self.day_starts[number + 1] - self.day_starts[number] == ONE_DAY
        spans = [self._span(number, day, window, plain) for window in windows]
        spans = [(begin, end) for begin, end in spans if begin < end]
        self.rank.append(self.rank[-1] + bool(spans))
        if not spans:
            return
        opens = [wall_clock(day, w.opens).replace(tzinfo=self.zone) if plain else None for w in windows]
        for (begin, end), local in zip(spans, opens, strict=False):
            self.starts.append(begin)
            self.lengths.append(end - begin)
            self._starts_local.append(local or self._local(begin))
            self._plain.append(plain)
        last = wall_clock(day, windows[-1].closes).replace(tzinfo=self.zone) if plain else self._local(spans[-1][1])
        self.work_days.append(day)
        self.openings.append(self._starts_local[-len(spans)])
        self.closings.append(last)

    def _span(self, number: int, day: date, window: Window, plain: bool) -> tuple[timedelta, timedelta]:
        if plain:
            start = self.day_starts[number]
            return start + timedelta(minutes=window.opens), start + timedelta(minutes=window.closes)
        opens, closes = (first_instant(self.zone, day, minutes) for minutes in window)
        return opens - self.origin, closes - self.origin

    def _local(self, distance: timedelta) -> datetime:
        return (self.origin + distance).astimezone(self.zone)

    def outside(self) -> CalendarError:
        """Return the refusal to answer outside the calendar's years (R75)."""
        return outside_years(self._name, self.first_day, self.last_day)

    def distance(self, at: datetime) -> timedelta:
        """Return how long after the origin a moment is.

        Raises:
            InvalidInputError: The moment has no time zone (R11).
            CalendarError: The moment lies outside the calendar's years (R75).
        """
        if at.tzinfo is self.zone and self.steady:
            distance = at - self.origin_local  # one zone, no clock change: the readings may be subtracted
        else:
            try:
                distance = at - self.origin
            except TypeError:
                raise naive_moment(at) from None
        if NOTHING <= distance <= self.span:
            return distance
        raise self.outside()

    def day_number(self, at: datetime) -> int:
        """Return which day of the calendar a moment falls on, by the calendar's own clock; the first is 0."""
        return self.day_number_at(self.distance(at))

    def day_number_at(self, distance: timedelta) -> int:
        """Return which day of the calendar an instant falls on."""
        number = distance.days if self.steady else bisect_right(self.day_starts, distance) - 1
        if number < self.days:
            return number
        raise self.outside()

    def number_of(self, day: date) -> int:
        """Return which day of the calendar a date is; the first is 0."""
        number = day.toordinal() - self.first_day.toordinal()
        if 0 <= number < self.days:
            return number
        raise self.outside()

    def closing(self, place: int) -> datetime:
        """Return the closing time of the working day at this place among all working days."""
        if 0 <= place < len(self.closings):
            return self.closings[place]
        raise self.outside()

    def opening(self, place: int) -> datetime:
        """Return the opening time of the working day at this place among all working days."""
        if 0 <= place < len(self.openings):
            return self.openings[place]
        raise self.outside()

    def at_distance(self, distance: timedelta) -> datetime:
        """Return the local moment that far after the origin."""
        if NOTHING <= distance <= self.span:
            return self._local(distance)
        raise self.outside()

    def day_ending(self, at: datetime) -> int:
        """Return which day a moment belongs to as an end: midnight is 24:00 of the day before."""
        return self.day_ending_at(self.distance(at))

    def day_ending_at(self, distance: timedelta) -> int:
        """Return which day an instant belongs to as an end."""
        return max(bisect_left(self.day_starts, distance) - 1, 0)

    def openings_on(self, number: int) -> list[tuple[timedelta, timedelta]]:
        """Return where the openings of one day begin and end."""
        first = bisect_left(self.starts, self.day_starts[number])
        after = bisect_left(self.starts, self.day_starts[number + 1])
        return [(self.starts[n], self.starts[n] + self.lengths[n]) for n in range(first, after)]

    def work_day(self, place: int) -> date:
        """Return the working day at this place among all working days."""
        if 0 <= place < len(self.work_days):
            return self.work_days[place]
        raise self.outside()

    def worked(self, distance: timedelta) -> timedelta:
        """Return the working time between the origin and an instant."""
        place = bisect_right(self.starts, distance) - 1
        if place < 0:
            return NOTHING
        into, length = distance - self.starts[place], self.lengths[place]
        return self.base[place] + (into if into < length else length)

    def earliest_with(self, worked: timedelta) -> datetime:
        """Return the first moment by which this much working time has passed: a closing time rather than an opening."""
        place = bisect_left(self.base, worked) - 1
        if place >= len(self.starts):
            raise self.outside()
        return self._within(max(place, 0), worked)

    def latest_with(self, worked: timedelta) -> datetime:
        """Return the last moment at which only this much working time has passed: an opening rather than a closing."""
        place = bisect_right(self.base, worked) - 1
        if not 0 <= place < len(self.starts):
            raise self.outside()
        return self._within(place, worked)

    def _within(self, place: int, worked: timedelta) -> datetime:
        into = worked - self.base[place]
        if self._plain[place]:
            return self._starts_local[place] + into
        return self._local(self.starts[place] + into)


def first_instant(zone: ZoneInfo, day: date, minutes: int) -> datetime:
    """Return the first instant (UTC) at which the zone's clock shows this reading or a later one.

    A reading that the clock skips in spring is the moment of the change; one that comes twice in autumn is the first.
    """
    wall = wall_clock(day, minutes)
    instant = wall.replace(tzinfo=zone).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == wall:
        return instant
    before = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    seconds = range(int((instant - before).total_seconds()))

    def reached(second: int) -> bool:
        return (before + timedelta(seconds=second)).astimezone(zone).replace(tzinfo=None) >= wall

    return before + timedelta(seconds=bisect_left(seconds, True, key=reached))
