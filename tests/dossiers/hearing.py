"""What everybody heard of a dossier, in order."""

from datetime import datetime

from motcua.dossiers.evolve import apply, walk
from motcua.dossiers.notice import APPLICANT, Notice
from motcua.dossiers.parts import Data
from motcua.dossiers.tidings import tidings
from tests.dossiers.life import Life, spelled


def told(life: Life) -> list[Notice]:
    """Return every notice of a dossier's life, in order."""
    before, notices = None, []
    for transition in life.transitions:
        notices += [tiding.notice for tiding in tidings(list(walk(before, transition)), transition.recorded_at)]
        before = apply(before, transition)
    return notices


def to_applicant(life: Life) -> list[tuple[str, str]]:
    """Return what the applicant heard, and when."""
    return [(spelled(n.at), n.kind.value) for n in told(life) if n.audience == APPLICANT]


def to_others(life: Life, *kinds: str) -> list[tuple[str, str, str]]:
    """Return what officers and heads heard: when, what, who."""
    heard = [n for n in told(life) if n.audience != APPLICANT and (not kinds or n.kind.value in kinds)]
    return [(spelled(n.at), n.kind.value, n.recipient) for n in heard]


def last(life: Life, kind: str) -> Data:
    """Return the particulars of the last notice of a kind."""
    return [n.says for n in told(life) if n.kind.value == kind][-1]


def date(says: Data, name: str) -> str:
    """Return a moment among particulars."""
    return spelled(datetime.fromisoformat(str(says[name]))) if name in says else "none"
