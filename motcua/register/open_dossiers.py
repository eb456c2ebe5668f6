"""Open dossiers by the page, each folded from its facts: what previews and repairs over many of them look at."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict
from sqlalchemy import ColumnElement, Select, exists, or_, select

from motcua.dossiers.dossier import Dossier
from motcua.dossiers.evolve import evolve
from motcua.dossiers.parts import Actor
from motcua.register.campaign_records import ItemState
from motcua.register.campaign_tables import CampaignItemRow, RepairChoiceRow
from motcua.register.evidence import FACT
from motcua.register.scope import Scope
from motcua.register.tables import DossierRow, DutyRow, FactRow
from motcua.register.topic import Topic


class OpenWanted(BaseModel):
    """Which of the open dossiers; all given conditions hold."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    procedure: str | None = None
    agency: str | None = None
    """One that decides it, received it, or holds a step of it."""
    changed_since: datetime | None = None
    not_in: str | None = None
    """A campaign that has not planned it yet."""
    procedures: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    """Of several; none given: any."""
    waits_on: str | None = None
    """A department system that a step of it waits on, and for whose outage its clock does not stand."""
    waited_before: datetime | None = None
    """It began to wait on that system before this moment."""
    stands_for: str | None = None
    """The outage of that system for which its clock stands, in place of that it does not."""
    chosen_for: str | None = None
    """A repair for which they were chosen; then ended ones too."""
    to_stand_by: str | None = None
    """A campaign that lets clocks stand, and has this wait of it still to do."""


class OpenPage(NamedTuple):
    """Some open dossiers, and where the next page begins; None after the last one."""

    dossiers: list[Dossier]
    after: str | None


class OpenDossiers(Topic):
    """Reads open dossiers in the order of their codes."""

    def open_dossiers(self, wanted: OpenWanted, *, after: str | None, limit: int) -> OpenPage:
        """Return a page of open dossiers as their facts make them, from behind a code.

        Sequence and hash are those of nothing: these dossiers are to be looked at, not to be written.
        """
        fact = FactRow
        with self._store.reading() as connection:
            codes = list(connection.scalars(_codes(wanted, after).limit(limit)))
            columns = (fact.dossier, fact.fact, fact.at, fact.agency, fact.officer, fact.on_behalf_of)
            query = select(*columns).where(fact.dossier.in_(codes)).order_by(fact.dossier, fact.seq)
            facts: Sequence[Any] = connection.execute(query).all() if codes else ()
        return OpenPage(list(_folded(facts)), codes[-1] if len(codes) == limit else None)

    def codes_held_by(self, agency: str, scope: Scope, *, limit: int) -> list[str]:
        """Return codes of open dossiers that an agency decides, received or works on, as far as they are in scope."""
        row = DossierRow
        query = select(row.code).where(*_chosen(OpenWanted(agency=agency)), *scope.of_dossiers()).order_by(row.code)
        with self._store.reading() as connection:
            return list(connection.scalars(query.limit(limit)))

    def acted(self, key: str, codes: Sequence[str]) -> dict[str, set[str]]:
        """Return the kinds of facts that an act of this key left in dossiers; those it did not touch are left out."""
        query = select(FactRow.dossier, FactRow.kind).where(FactRow.dossier.in_(codes), FactRow.act_key == key)
        found: dict[str, set[str]] = {}
        with self._store.reading() as connection:
            for code, kind in connection.execute(query):
                found.setdefault(code, set()).add(kind)
        return found


def _codes(wanted: OpenWanted, after: str | None) -> Select[str]:
    """Return the query of the codes behind `after`, in their order; those chosen for a repair are read from there."""
    row, choice = DossierRow, RepairChoiceRow
    code = row.code if wanted.chosen_for is None else choice.dossier
    query = select(code).where(*_chosen(wanted)).order_by(code)
    if wanted.chosen_for is not None:
        query = query.join(row, row.code == choice.dossier).where(choice.campaign == wanted.chosen_for)
    return query if after is None else query.where(code > after)


def _chosen(wanted: OpenWanted) -> Iterator[ColumnElement[bool]]:
    row, item = DossierRow, CampaignItemRow
    if wanted.chosen_for is None:
        yield row.ended_at.is_(None)
    if wanted.procedure is not None:
        yield row.procedure == wanted.procedure
    if wanted.changed_since is not None:
        yield row.updated_at >= wanted.changed_since
    agencies = (wanted.agency,) if wanted.agency is not None else wanted.agencies
    if agencies:
        held = DutyRow.agency.in_(agencies), DutyRow.closed_at.is_(None)
        holding = exists().where(DutyRow.dossier == row.code, *held)
        yield or_(row.competent.in_(agencies), row.one_stop.in_(agencies), holding)
    if wanted.procedures:
        yield row.procedure.in_(wanted.procedures)
    if wanted.waits_on is not None:
        yield row.code.in_(select(DutyRow.dossier).where(*_waits(wanted, wanted.waits_on)))
    if wanted.not_in is not None:
        yield ~exists().where(item.campaign == wanted.not_in, item.dossier == row.code)


def _waits(wanted: OpenWanted, system: str) -> Iterator[ColumnElement[bool]]:
    """Yield what holds of a duty that waits on a department system."""
    duty, item = DutyRow, CampaignItemRow
    yield duty.system == system
    yield duty.closed_at.is_(None)
    yield duty.trouble.is_(None)
    yield duty.stands_for.is_(None) if wanted.stands_for is None else duty.stands_for == wanted.stands_for
    if wanted.waited_before is not None:
        yield duty.opened_at < wanted.waited_before
    if wanted.to_stand_by is not None:
        settled = or_(item.done_at.is_(None), item.done_at >= duty.opened_at)
        mine = item.campaign == wanted.to_stand_by, item.dossier == duty.dossier
        yield ~exists().where(*mine, item.state != ItemState.DONE.value, settled)


def _folded(facts: Iterable[Any]) -> Iterator[Dossier]:
    for _code, rows in groupby(facts, key=lambda row: row.dossier):
        dossier = None
        for row in rows:
            by = Actor(agency=row.agency, officer=row.officer, on_behalf_of=row.on_behalf_of)
            dossier = evolve(dossier, FACT.validate_json(row.fact), at=row.at, by=by)
        if dossier is not None:
            yield dossier
