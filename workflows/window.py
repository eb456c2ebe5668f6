"""What Temporal itself shows of a dossier: search attributes, and a line in its UI."""

from datetime import datetime, timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from motcua.dossiers.dossier import Dossier, held_by, waiting_for
    from workflows.attributes import NOTHING_SHOWN, Shown, changes

REST = timedelta(seconds=60)
"""Visibility is written when a dossier comes to rest, at most once in this time; the register is always exact."""


class Window:
    """Shows where a dossier stands, when that changed, and not at every step of a quick succession."""

    def __init__(self, *, known: bool) -> None:
        """Begin with nothing shown; where that is not known, since an earlier run showed something, show all anew."""
        self.open_at: datetime | None = None
        """When a change that is held back has to be shown; None where nothing is held back."""
        self._shown: Shown | None = NOTHING_SHOWN if known else None
        self._shown_at: datetime | None = None

    def show(self, dossier: Dossier) -> None:
        """Show the dossier now, or note when it has to be shown."""
        now = standing_of(dossier)
        workflow.set_current_details(f"{dossier.state.value}; waiting for {now[1]} ({now[0]}); due {now[2]}")
        self.open_at = None
        if now == self._shown:
            return
        if self._shown_at and not dossier.closed and workflow.now() < self._shown_at + REST:
            self.open_at = self._shown_at + REST
            return
        workflow.upsert_search_attributes(changes(self._shown, now))
        self._shown, self._shown_at = now, workflow.now()


def standing_of(dossier: Dossier) -> Shown:
    """Return what is shown of a dossier; nothing of one that has ended, so that filters need no status."""
    waiting = waiting_for(dossier)
    if waiting is None:
        return NOTHING_SHOWN
    return held_by(dossier)[0], waiting.value, dossier.due, dossier.episode("dossier") is not None
