"""What people do about an overdue episode: answer for it, carry it up, explain it (R47; Decree 61/2018 art. 12.5)."""

from motcua.dossiers import facts as f
from motcua.dossiers.case import Case
from motcua.dossiers.commands import Acknowledge, Explain, PassOn
from motcua.dossiers.episodes import climb
from motcua.dossiers.escalation import chain_of, rung
from motcua.dossiers.parts import Actor
from motcua.dossiers.parts_of_lateness import Episode
from motcua.dossiers.rights import by_one_of
from motcua.errors import RefusedError
from motcua.worktime.words import listed


def acknowledge(case: Case, do: Acknowledge) -> None:
    """Answer for an overdue episode, with an explanation; it climbs no further."""
    episode = _open_or_refuse(case, do.subject)
    _by_whom_it_concerns(case, episode)
    if episode.acknowledged_by is not None:
        raise _answered_for(case, episode, episode.acknowledged_by)
    case.say(f.Acknowledged(subject=do.subject, explanation=do.explanation))


def pass_on(case: Case, do: PassOn, reason: str | None) -> None:
    """Carry an episode one level up now, because whoever has it cannot settle it; the end of the chain answers."""
    episode = _open_or_refuse(case, do.subject)
    _by_whom_it_concerns(case, episode)
    if reason is None:
        raise RefusedError(
            "Passing an overdue episode on needs a reason.",
            vi="Chuyển vụ việc quá hạn lên cấp trên phải nêu lý do.",
            field="reason",
            rule="R47",
            hint="Say what you cannot settle yourself, and what you ask of the next level.",
            hint_vi="Nêu việc không tự giải quyết được và đề nghị đối với cấp trên.",
        )
    chain = chain_of(case.dossier, case.procedure, do.subject)
    if episode.acknowledged_by is not None or episode.level >= len(chain) - 1:
        raise _must_be_answered(case, episode)
    climb(case, episode, passed_on=reason)


def explain(case: Case, do: Explain) -> None:
    """State what made a subject late, while it is or after it was; the later statement stands beside the earlier."""
    dossier = case.dossier
    late = dossier.episode(do.subject) or dossier.breaches.get(do.subject)
    if late is None:
        names, late_ones = case.names, dict.fromkeys((*(e.subject for e in dossier.episodes), *dossier.breaches))
        what, were = names.subject(do.subject), listed(map(names.subject, late_ones))
        raise RefusedError(
            f"Nothing was ever late about {what.en}: there is nothing to explain.",
            vi=f"Chưa từng quá hạn về {what.vi}: không có gì phải giải trình.",
            field="do.subject",
            rule="R47",
            hint=f"Late were: {were.en or 'none'}.",
            hint_vi=f"Đã quá hạn: {were.vi or 'không có'}.",
        )
    by_one_of(case, late.holder, dossier.competent, dossier.one_stop)
    case.say(f.Explained(subject=do.subject, cause=do.cause, explanation=do.explanation))


def _open_or_refuse(case: Case, subject: str) -> Episode:
    episode = case.dossier.episode(subject)
    if episode is None:
        names = case.names
        what, known = names.subject(subject), listed(names.subject(each.subject) for each in case.dossier.episodes)
        raise RefusedError(
            f"No overdue episode is open about {what.en}.",
            vi=f"Không có lần quá hạn nào đang mở về {what.vi}.",
            field="do.subject",
            rule="R47",
            hint=f"Open: {known.en or 'none'}.",
            hint_vi=f"Đang mở: {known.vi or 'không có'}.",
        )
    return episode


def _by_whom_it_concerns(case: Case, episode: Episode) -> None:
    """Refuse who neither holds the work, decides, received the dossier, nor has the episode at its present level."""
    chain = chain_of(case.dossier, case.procedure, episode.subject)
    role = chain[min(episode.level, len(chain) - 1)]  # another version may have a shorter chain
    has_it = rung(case.dossier, case.ground, role, episode.holder, case.at).agencies
    by_one_of(case, episode.holder, case.dossier.competent, case.dossier.one_stop, *has_it)


def _answered_for(case: Case, episode: Episode, by: Actor) -> RefusedError:
    who, what = case.names.agency(by.agency), case.names.subject(episode.subject)
    return RefusedError(
        f"{who.en} answers already for the overdue episode about {what.en}.",
        vi=f"{who.vi} đã nhận trách nhiệm về lần quá hạn {what.vi}.",
        field="do.subject",
        rule="R47",
        hint="Settle the matter with them, or explain what made it late.",
        hint_vi="Phối hợp với cơ quan đó, hoặc giải trình nguyên nhân quá hạn.",
    )


def _must_be_answered(case: Case, episode: Episode) -> RefusedError:
    if episode.acknowledged_by is not None:
        return _answered_for(case, episode, episode.acknowledged_by)
    what = case.names.subject(episode.subject)
    return RefusedError(
        f"The overdue episode about {what.en} is at the end of its chain.",
        vi=f"Vụ việc quá hạn {what.vi} đã ở cấp cuối cùng.",
        field="do.subject",
        rule="R47",
        hint="Nobody is above: acknowledge it, with an explanation.",
        hint_vi="Không còn cấp trên: nhận trách nhiệm kèm giải trình.",
    )
