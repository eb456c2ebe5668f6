"""Whether a dossier stands as the demonstration says it must."""

from motcua.supervision.demo.carrying import open_steps, told
from motcua.supervision.demo.past import Expected, Json


def differences(dossier: Json, expected: Expected) -> list[str]:
    """Return in what a dossier differs from what is expected; nothing where it is as it must be."""
    waits = dossier["waiting_for"]["id"] if dossier["waiting_for"] else None
    pairs = (
        ("state", expected.state, dossier["state"]["id"]),
        ("waits for", expected.waits, waits),
        ("promise", expected.promise, dossier["clock"]["promise"]),
    )
    found = [f"{what}: {is_} instead of {must}" for what, must, is_ in pairs if must is not None and must != is_]
    if missing := set(expected.told) - set(told(dossier)):
        found.append(f"not told: {', '.join(sorted(missing))}")
    if expected.open_steps is not None and set(expected.open_steps) != open_steps(dossier):
        found.append(f"open: {', '.join(sorted(open_steps(dossier)))}")
    return found


def holder_of(dossier: Json) -> str:
    """Return who can move a dossier, in Vietnamese."""
    agency = dossier["holder"]["agency"]
    return agency["vi"] if agency else "–"
