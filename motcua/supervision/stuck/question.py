"""The supervisor's question as it is asked over HTTP, in a page's address, on the command line, and in a saved view."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from motcua.agencies.codes import procedure_key
from motcua.dossiers.ground import Ground
from motcua.dossiers.parts import Model, Moment, Waiting
from motcua.errors import InvalidInputError
from motcua.register.scope import Scope
from motcua.register.stuck_filter import StuckFilter
from motcua.register.stuck_groups import Urgency
from motcua.register.stuck_order import Sort
from motcua.supervision.stuck.finding import sought
from motcua.supervision.telling.labels import ACTORS
from motcua.supervision.telling.stuck import end_of_today, past_by

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
"""In which a day without a clock is meant."""
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _end_of_day(given: Any) -> Any:
    """Return a day as its last moment, which "due before" it includes; anything else as it is."""
    if not isinstance(given, str) or not DAY.fullmatch(given):
        return given
    return datetime.combine(date.fromisoformat(given), time.max, ZONE)


def _of_our_time(at: datetime) -> datetime:
    if not 2000 <= at.year < 2100:
        raise ValueError("a due date lies between 2000 and 2100")
    return at


def printable(text: str) -> str:
    """Return a text that holds nothing but characters one can read."""
    if not text.isprintable():
        raise ValueError("it holds characters that no name has")
    return text


DueBefore = Annotated[Moment, BeforeValidator(_end_of_day), AfterValidator(_of_our_time)]
Text = Annotated[str, Field(min_length=1, max_length=80), AfterValidator(printable)]
Words = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(printable)]


class Question(Model):
    """What is asked; all given conditions have to hold. Who asks is no part of it: the scope is always the reader's."""

    reason: Waiting | None = None
    agency: Text | None = None
    """Who holds it; `applicant` too."""
    officer: Text | None = None
    """Staff number within that agency."""
    procedure: Text | None = None
    field: Text | None = None
    """Field of the procedure, in Vietnamese."""
    group: Urgency | None = None
    only_late: bool = False
    late_by: Annotated[str, Field(max_length=20), AfterValidator(printable)] | None = None
    """Working time past due: 1wd, 4wh."""
    due_before: DueBefore | None = None
    """A moment, or a day, which is included."""
    will_be_late: bool = False
    """Not late, but the last moment at which moving on keeps the promise has passed."""
    at_risk: bool = False
    """Not late, and that moment comes today."""
    stopped: bool = False
    """Its clock stands."""
    system: Text | None = None
    """A department system that a step of it waits on."""
    q: Words | None = None
    """Words without accents, all to be found: code, procedure, holder, step, number of a paper."""
    sort: Sort = Sort.RANK

    @model_validator(mode="before")
    @classmethod
    def _left_empty(cls, given: Any) -> Any:
        """Leave out what a form sends for a field that was left as it was."""
        if not isinstance(given, Mapping):
            return given
        return {name: value for name, value in given.items() if not (isinstance(value, str) and not value.strip())}

    @property
    def canonical(self) -> str:
        """Return it as text that is the same for the same question, which cursors are bound to."""
        return self.model_dump_json(include=set(Question.model_fields), exclude_defaults=True)

    @property
    def plain(self) -> "Question":
        """Return the question alone, without what a page or the API adds to it."""
        return Question(**{name: getattr(self, name) for name in Question.model_fields})

    @property
    def fields(self) -> dict[str, str]:
        """Return what was asked as it stands in an address: what says nothing left out, a whole day as that day."""
        said = self.model_dump(mode="json", include=set(Question.model_fields), exclude_defaults=True)
        if (day := self.due_day) is not None:
            said["due_before"] = day.isoformat()
        return {name: "true" if value is True else str(value) for name, value in said.items()}

    @property
    def due_day(self) -> date | None:
        """Return the day up to which it is promised, where a whole day was asked for."""
        at = self.due_before.astimezone(ZONE) if self.due_before else None
        return at.date() if at is not None and at.time() == time.max else None

    @property
    def everything(self) -> bool:
        """Whether nothing is left out by it, whatever the order."""
        return not self.model_dump(include=set(Question.model_fields) - {"sort"}, exclude_defaults=True)

    def filter(self, ground: Ground, scope: Scope, now: datetime) -> StuckFilter:
        """Return what the register is asked.

        Raises:
            InvalidInputError: Something that is asked for does not exist; it is named.
        """
        self._must_be_known(ground)
        calendar = ground.calendars["vn"]
        return StuckFilter(
            agency=self.agency,
            officer=self.officer,
            procedure=procedure_key(self.procedure) if self.procedure else None,
            field=self.field,
            reason=self.reason,
            urgency=self.group,
            only_late=self.only_late,
            late_by=past_by(self.late_by, now, calendar) if self.late_by else None,
            due_before=self.due_before,
            will_be_late=self.will_be_late,
            at_risk=self.at_risk,
            day_ends=end_of_today(ground, now),
            stopped=self.stopped,
            system=self.system,
            sought=sought(self.q, ground, calendar.local(now).date()) if self.q else (),
            scope=scope,
        )

    def _must_be_known(self, ground: Ground) -> None:
        if self.agency and self.agency not in ACTORS and not ground.directory.knows(self.agency):
            raise _unknown(
                "agency",
                self.agency,
                "Không có cơ quan",
                hint="Look it up at /agencies.",
                hint_vi="Tra cứu tại /agencies.",
            )
        if self.officer and not self.agency:
            raise InvalidInputError(
                "An officer is looked for within an agency.",
                vi="Tìm cán bộ phải kèm cơ quan.",
                field="officer",
                hint="Give the agency too.",
                hint_vi="Nêu cả cơ quan.",
            )
        if self.procedure and not ground.catalogue.versions(procedure_key(self.procedure)):
            raise _unknown(
                "procedure",
                self.procedure,
                "Không có thủ tục",
                hint="See `GET /api/v1/procedures`.",
                hint_vi="Xem `GET /api/v1/procedures`.",
            )
        if self.field and self.field not in fields_of(ground):
            raise _unknown(
                "field",
                self.field,
                "Không có lĩnh vực",
                hint="Write it in Vietnamese, as procedures bear it.",
                hint_vi="Ghi tên tiếng Việt như trong thủ tục.",
            )
        if self.system and self.system not in (known := systems_of(ground)):
            names = ", ".join(known)
            hint, hint_vi = f"Known: {names}.", f"Các hệ thống hiện có: {names}."
            raise _unknown("system", self.system, "Không có hệ thống", hint=hint, hint_vi=hint_vi)


def fields_of(ground: Ground) -> list[str]:
    """Return the fields of all procedures, in Vietnamese."""
    return sorted({each.field.vi for each in ground.catalogue})


def systems_of(ground: Ground) -> list[str]:
    """Return the department systems that steps wait on."""
    return sorted({step.system for each in ground.catalogue for step in each.steps if step.system})


def _unknown(field: str, value: str, vi: str, *, hint: str, hint_vi: str) -> InvalidInputError:
    said, said_vi = f"There is no {field} {value!r}.", f"{vi} {value!r}."
    return InvalidInputError(said, vi=said_vi, field=field, hint=hint, hint_vi=hint_vi)
