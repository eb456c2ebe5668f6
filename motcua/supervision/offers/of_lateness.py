"""What can be done about lateness: answer for it, explain it, apologise, and the one new date in its three acts."""

from collections.abc import Iterator

from motcua.dossiers.escalation import chain_of, rung
from motcua.dossiers.parts_of_lateness import Cause, Episode
from motcua.supervision.offers.of_intake import APPROVER, BASIS_IF_ANY
from motcua.supervision.offers.offer import WHY, WHY_READ, Input, Option, Possible, Shape
from motcua.supervision.offers.situation import Situation
from motcua.supervision.telling.labels import CAUSES
from motcua.worktime.words import Words

GRANTED, DECLINED = Words("đồng ý", "granted"), Words("không đồng ý", "declined")
EXPLANATION = Input("explanation", Shape.LONG, required=True)
CAUSE = Input("cause", Shape.CHOICE, required=True, options=tuple(Option(c.value, CAUSES[c]) for c in Cause))


def lateness(now: Situation) -> Iterator[Possible]:
    """Yield what can be done about each overdue subject, and about the promise itself."""
    for episode in now.dossier.episodes:
        yield from _open(now, episode)
    for subject, holder in _was_late(now).items():
        by = (holder, *reversed(now.deciders))
        yield Possible("explain", by, {"subject": subject}, (CAUSE, EXPLANATION), about=now.names.subject(subject))
    yield from _dates(now)


def _open(now: Situation, episode: Episode) -> Iterator[Possible]:
    chain = chain_of(now.dossier, now.procedure, episode.subject)
    role = chain[min(episode.level, len(chain) - 1)]
    has_it = rung(now.dossier, now.ground, role, episode.holder, now.at).agencies
    by = (episode.holder, *reversed(now.deciders), *has_it)
    about, told = now.names.subject(episode.subject), {"subject": episode.subject}
    yield Possible("acknowledge", by, {**told}, (EXPLANATION,), about=about)
    yield Possible("pass_on", by, {**told}, (WHY,), about=about)


def _was_late(now: Situation) -> dict[str, str]:
    """Return what is or was late, with who held it."""
    closed = {subject: breach.holder for subject, breach in now.dossier.breaches.items()}
    return closed | {episode.subject: episode.holder for episode in now.dossier.episodes}


def _dates(now: Situation) -> Iterator[Possible]:
    """Yield the new date, proposed, approved and applied, and the apology that moves none."""
    dossier, holders = now.dossier, (now.dossier.competent, *now.holders)
    if (proposal := dossier.proposal) is not None:
        about = now.names.moment(proposal.new_due)
        if proposal.approver is None:
            yield Possible("approve_date", (dossier.competent,), {"granted": True}, about=about, as_what=GRANTED)
        yield Possible("approve_date", (dossier.competent,), {"granted": False}, (WHY,), about, DECLINED)
        yield Possible("apply_date", (dossier.one_stop,), about=about)
    new = Input("new_date", Shape.DATE, required=True)
    proposing = (new, WHY_READ, BASIS_IF_ANY, APPROVER)
    yield Possible("propose_date", holders, inputs=proposing, trial={"new_date": None, "extend": "1wd"})
    expected = Input("expected", Shape.DATE)
    yield Possible("apologise", (dossier.one_stop, *holders), inputs=(WHY_READ, expected))
