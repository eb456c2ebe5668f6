"""The days of a dossier as they are drawn."""

from datetime import UTC, datetime

from motcua.supervision.telling.dossier import dossier_view
from motcua.supervision.telling.views import DossierView
from motcua.supervision.web.ribbon import ribbon_of
from tests.access.conftest import House


def withdrawn(view: DossierView, asked: str, granted: str) -> DossierView:
    """Return a withdrawn dossier as if it had been received on Thu 19/11 and left at other moments."""
    zone = view.opened_at.tzinfo
    received, since, until = (
        datetime.fromisoformat(moment).replace(tzinfo=zone) for moment in ("2026-11-19 08:00", asked, granted)
    )
    (pause,) = view.pauses
    stood = pause.model_copy(update={"since": since, "until": until})
    return view.model_copy(update={"received_at": received, "ended_at": until, "pauses": (stood,)})


async def test_R58_no_day_counts_from_the_request_to_withdraw_to_the_end_that_day_included(
    house: House, codes: dict[str, str]
) -> None:
    now = datetime.now(UTC)
    whole = dossier_view(codes["land-withdrawn"], house.register, house.ground, now)
    calendar = house.ground.calendar_of(whole.competent.id)
    for asked, granted, kinds in (
        ("2026-11-20 16:34", "2026-11-23 09:04", ["zero", "stopped", "weekend", "weekend", "stopped"]),
        ("2026-11-20 08:00", "2026-11-20 10:00", ["zero", "stopped"]),
    ):
        ribbon = ribbon_of(withdrawn(whole, asked, granted), now, calendar)
        assert ribbon is not None
        assert [cell.kind for cell in ribbon.cells] == kinds
