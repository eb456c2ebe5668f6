"""What a report's form says, read into the question; and the question said again as an address."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import Depends, Query
from pydantic import Field

from motcua.agencies.codes import procedure_key
from motcua.register.ontime import Promise
from motcua.register.shares import DelaysBy
from motcua.reports.commending import Merit, Wide
from motcua.reports.scoring import Weight, given_index
from motcua.supervision.access.viewer import Viewer
from motcua.supervision.reporting.asked import Asked, Kind, period_asked, structure_named
from motcua.supervision.web.agency_tree import seen_agency
from motcua.supervision.web.sheet import Sheet, TheSheet

DAYS = "days"
"""What the period's field says where the two dates beside it count."""
Empty = Literal[""]
Id = Annotated[str, Query(max_length=80)]


class Form:
    """The fields of the form as they were sent; what was left empty was not said."""

    def __init__(
        self,
        sheet: TheSheet,
        period: Annotated[str, Query(max_length=20)] = "",
        since: Annotated[date | Empty, Query(alias="from")] = "",
        to: date | Empty = "",
        agency: Annotated[str, Query(max_length=80)] = "",
        field: Annotated[list[Id] | None, Query(max_length=50)] = None,
        procedure: Annotated[list[Id] | None, Query(max_length=50)] = None,
        structure: Annotated[str, Query(max_length=20)] = "then",
        on: date | Empty = "",
        judged: Promise = Promise.CURRENT,
        weight: Annotated[Decimal, Field(gt=0, le=100)] | Empty = "",
        given: Annotated[list[Id] | None, Query(max_length=9)] = None,
        least: Annotated[int, Field(ge=1, le=1_000_000)] | Empty = "",
        by: DelaysBy | Empty = "",
        officer: Annotated[str, Query(max_length=80)] = "",
        details: bool = False,
    ) -> None:
        self.sheet = sheet
        self.said: dict[str, Any] = {
            "period": period,
            "from": since,
            "to": to,
            "agency": agency,
            "field": [each for each in field or () if each],
            "procedure": [each for each in procedure or () if each],
            "structure": structure,
            "on": on,
            "judged": judged,
            "weight": weight,
            "given": [each for each in given or () if each],
            "least": least,
            "by": by,
            "officer": officer,
            "details": details,
        }

    def asked(self, kind: Kind) -> Asked:
        """Return the question.

        Raises:
            InvalidInputError: A field says something that cannot be.
            ForbiddenError: The agency is not open to the reader.
        """
        said, today = self.said, _today(self.sheet)
        least = said["least"]
        more: dict[str, Any] = {} if least == "" else {"merit": Merit(least=least), "wide": Wide(least=least)}
        return Asked(
            kind=kind,
            period=self._period(today),
            agency=_agency(self.sheet.viewer, said["agency"], self.sheet),
            fields=tuple(said["field"]),
            procedures=tuple(map(procedure_key, said["procedure"])),
            structure=structure_named(f"{said['on']}" if said["structure"] == "on" else said["structure"]),
            judged=said["judged"],
            weight=Weight() if said["weight"] == "" else Weight(points=said["weight"]),
            given=dict(map(given_index, said["given"])),
            by=said["by"] or None,
            officer=said["officer"] or None,
            details=said["details"],
            lang=self.sheet.choices.lang,
            **more,
        )

    def _period(self, today: date) -> Any:
        """Return the period: by its name, by its days, or the month that goes on."""
        said = self.said
        if said["period"] == DAYS or (not said["period"] and (said["from"] or said["to"])):
            return period_asked(None, said["from"] or None, said["to"] or None, today)
        return period_asked(said["period"] or f"{today:%Y-%m}", None, None, today)


TheForm = Annotated[Form, Depends()]


def _agency(viewer: Viewer, named: str, sheet: Sheet) -> str | None:
    return seen_agency(viewer, named, sheet.ground.directory).id if named else None


def _today(sheet: Sheet) -> date:
    return sheet.now.astimezone(sheet.voice.zone).date()


def as_query(asked: Asked, **more: str) -> str:
    """Return a question as the API and the pages take it, by its days."""
    said: list[tuple[str, str]] = [("from", f"{asked.period.first}"), ("to", f"{asked.period.last}")]
    said += [("agency", asked.agency)] if asked.agency else []
    said += [("field", each) for each in asked.fields]
    said += [("procedure", each) for each in asked.procedures]
    said += [("structure", f"{asked.structure}")] if asked.structure != "then" else []
    said += [("judged", asked.judged.value)] if asked.judged is not Promise.CURRENT else []
    said += [("weight", f"{asked.weight.points}")] if asked.weight != Weight() else []
    said += [("given", f"{number}={value}") for number, value in asked.given.items()]
    said += [("least", f"{least}")] if (least := _least(asked)) else []
    said += [("by", asked.by.value)] if asked.by else []
    said += [("officer", asked.officer)] if asked.officer else []
    said += [("details", str(asked.details).lower())]
    return urlencode([*said, *more.items()])


def _least(asked: Asked) -> int | None:
    """Return from how many dossiers on something is judged, where that was said: for both reports it is one field."""
    if asked.wide != Wide():
        return asked.wide.least
    return asked.merit.least if asked.merit != Merit() else None
