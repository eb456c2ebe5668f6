"""The register: one place for everything that is stored, opened once per process."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

from motcua.register.accounts import Accounts
from motcua.register.agency_waits import AgencyWaits
from motcua.register.agency_work import AgencyWork
from motcua.register.alarms import Alarms
from motcua.register.anchor_proof import AnchorProof
from motcua.register.answers import Answers
from motcua.register.api_keys import ApiKeys
from motcua.register.asking import Asking
from motcua.register.calls import Calls
from motcua.register.campaigns import Campaigns
from motcua.register.checkpoints import Checkpoints
from motcua.register.codes import Codes
from motcua.register.decisions import Decisions
from motcua.register.elsewhere import Elsewhere
from motcua.register.events import Events
from motcua.register.inbox import Inbox
from motcua.register.letters import Letters
from motcua.register.morning import Morning
from motcua.register.morning_sheets import MorningSheets
from motcua.register.notices import Notices
from motcua.register.numbered import Numbered
from motcua.register.ontime import OnTime
from motcua.register.open_dossiers import OpenDossiers
from motcua.register.outages import Outages
from motcua.register.overview import Overview
from motcua.register.overview_of_work import OverviewOfWork
from motcua.register.personal import Personal
from motcua.register.portal import PortalMessages
from motcua.register.portal_drift import PortalDrift
from motcua.register.procedure_measures import ProcedureMeasures
from motcua.register.reading import Reading
from motcua.register.refused_messages import RefusedMessages
from motcua.register.repairs import Repairs
from motcua.register.report_counts import ReportCounts
from motcua.register.report_lists import ReportLists
from motcua.register.report_officers import ReportOfficers
from motcua.register.report_orders import ReportOrders
from motcua.register.report_visits import ReportVisits
from motcua.register.results import Results
from motcua.register.saved_views import SavedViews
from motcua.register.schema import upgrade
from motcua.register.scope import Sight
from motcua.register.sessions import Sessions
from motcua.register.shares import Shares
from motcua.register.standing_clocks import StandingClocks
from motcua.register.store import BUSY_SECONDS, Store, open_engine
from motcua.register.stuck import Stuck
from motcua.register.versions import Versions
from motcua.register.waiting_calls import WaitingCalls
from motcua.register.webhooks import Webhooks
from motcua.register.writing import Writing


class Register(
    Codes,
    Writing,
    Reading,
    Calls,
    Asking,
    Answers,
    WaitingCalls,
    Outages,
    RefusedMessages,
    Versions,
    Personal,
    Letters,
    Numbered,
    Stuck,
    SavedViews,
    Overview,
    OverviewOfWork,
    AgencyWork,
    AgencyWaits,
    ProcedureMeasures,
    Results,
    OnTime,
    Shares,
    ReportCounts,
    ReportLists,
    ReportVisits,
    ReportOfficers,
    Morning,
    MorningSheets,
    ReportOrders,
    AnchorProof,
    Notices,
    Decisions,
    Campaigns,
    Repairs,
    OpenDossiers,
    Inbox,
    Alarms,
    PortalMessages,
    PortalDrift,
    Elsewhere,
    Events,
    Webhooks,
    Sight,
    Accounts,
    ApiKeys,
    Sessions,
    StandingClocks,
):
    """Codes, dossiers, department calls, published texts, applicants, and what supervisors ask.

    Safe to share between threads; with a SQLite file also between processes of one machine.
    """

    @classmethod
    def open(
        cls,
        url: str,
        *,
        master_key: bytes | None = None,
        synchronous: str = "NORMAL",
        patience: float = BUSY_SECONDS,
    ) -> Self:
        """Open the register, migrated to this version's shape.

        Args:
            url: `sqlite:////path/to/register.db` (its folder is made) or `postgresql://user@host/database`.
            master_key: 32 bytes that guard applicants' data; without it they can be neither kept nor read.
            synchronous: SQLite's setting: NORMAL survives the death of every process, FULL also of the machine.
            patience: Seconds a writer waits for another process's transaction before it is told to come again.

        Raises:
            InvalidInputError: The address or the key is none.
            UnavailableError: The database is away, or was written by a newer version.
        """
        store = Store(open_engine(url, synchronous, patience), master_key)
        try:
            upgrade(store)
            return cls(store)
        except BaseException:
            store.close()
            raise

    @property
    def local(self) -> bool:
        """Whether it is a file on this machine rather than a database server."""
        return self._store.dialect == "sqlite"

    @contextmanager
    def checkpointing(self) -> Iterator[None]:
        """Have what is written to a local register brought into its file beside all work, until the block is left."""
        file = self._store.file
        if file is None:
            yield
            return
        checkpoints = Checkpoints(file).start()
        try:
            yield
        finally:
            checkpoints.stop()

    @property
    def sealing_key(self) -> bytes | None:
        """Return what cursors are sealed with, the same in every process that has the master key; else None."""
        known = self._store.master_key
        return None if known is None else hashlib.sha256(b"motcua seals" + known).digest()

    def close(self) -> None:
        """Let go of the database."""
        self._store.close()
