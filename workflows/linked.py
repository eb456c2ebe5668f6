"""A dossier among others: above it perhaps the one it is a leg of, below it perhaps legs of its own (R44)."""

from temporalio import workflow

from workflows.legs import Legs, Now, Record
from workflows.parent import Parent

with workflow.unsafe.imports_passed_through():
    from motcua.dossiers.facts import Transition


class Linked:
    """Both sides of a dossier in one place. One that is not linked costs nothing here, in history or time."""

    def __init__(self, now: Now, record: Record) -> None:
        self._legs = Legs(now, record)
        self._parent = Parent(now)

    def idle(self) -> bool:
        """Whether nothing is under way to other dossiers, so that this run may end."""
        return self._legs.idle() and self._parent.idle()

    def happened(self, transition: Transition) -> None:
        """Take notice of what was recorded."""
        self._legs.happened(transition)
        self._parent.happened(transition)

    def look(self) -> None:
        """After every change: open, end, tell what has to be."""
        self._legs.look()
        self._parent.look()
