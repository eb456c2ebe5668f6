"""What an act would change about a dossier, in words: what a preview shows and an official checks."""

from collections.abc import Iterator

from motcua.dossiers.dossier import Dossier
from motcua.dossiers.names import Names
from motcua.dossiers.parts import Duty
from motcua.worktime.words import Words, listed, moment_words


def differences(before: Dossier, after: Dossier, names: Names) -> Words:
    """Return what is another afterwards, as one line; empty where nothing that people look at is."""
    every = [*_agencies(before, after, names), *_duties(before, after, names), *_promise(before, after, names)]
    if after.closed and not before.closed:
        every.append(Words("hồ sơ kết thúc", "the dossier ends"))
    if before.fault is not None and after.fault is None:
        every.append(Words("máy quy trình xử lý tiếp", "the engine goes on"))
    return listed(every, "; ")


def _agencies(before: Dossier, after: Dossier, names: Names) -> Iterator[Words]:
    pairs = {(before.one_stop, after.one_stop), (before.competent, after.competent)}
    for old, new in sorted(pair for pair in pairs if pair[0] != pair[1]):
        was, now = names.agency(old), names.agency(new)
        yield Words(f"{was.vi} → {now.vi}", f"{was.en} → {now.en}")


def _duties(before: Dossier, after: Dossier, names: Names) -> Iterator[Words]:
    was, now = ({duty.ref: duty for duty in dossier.duties} for dossier in (before, after))
    for ref, duty in was.items():
        step = names.step(duty.step)
        if ref not in now:
            yield Words(f"đóng bước “{step.vi}”", f"step “{step.en}” ends")
        else:
            yield from _duty(duty, now[ref], step, names)
    for duty in (duty for ref, duty in now.items() if ref not in was):
        step, agency = names.step(duty.step), names.agency(duty.agency)
        yield Words(f"mở bước “{step.vi}” ({agency.vi})", f"step “{step.en}” opens ({agency.en})")


def _duty(was: Duty, now: Duty, step: Words, names: Names) -> Iterator[Words]:
    if was.agency != now.agency:
        old, new = names.agency(was.agency), names.agency(now.agency)
        yield Words(f"bước “{step.vi}”: {old.vi} → {new.vi}", f"step “{step.en}”: {old.en} → {new.en}")
    if was.officer != now.officer:
        old_officer, officer = was.officer or "–", now.officer or "–"
        yield Words(
            f"bước “{step.vi}”: cán bộ {old_officer} → {officer}",
            f"step “{step.en}”: officer {old_officer} → {officer}",
        )
    if was.trouble is not None and now.trouble is None:
        yield Words(f"gửi lại yêu cầu của bước “{step.vi}”", f"the request of “{step.en}” is put again")


def _promise(before: Dossier, after: Dossier, names: Names) -> Iterator[Words]:
    if before.due == after.due or after.closed:
        return
    zone = names.ground.calendars["vn"].tz
    old, new = (moment_words(due.astimezone(zone), ends=True) if due else None for due in (before.due, after.due))
    yield Words(
        f"hẹn trả {old.vi if old else '–'} → {new.vi if new else '–'}",
        f"promised {old.en if old else '–'} → {new.en if new else '–'}",
    )
