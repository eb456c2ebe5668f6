"""The days of a dossier as they are drawn."""

from datetime import UTC, datetime

from motcua.supervision.telling.dossier import dossier_view
from motcua.supervision.web.ribbon import ribbon_of
from tests.access.conftest import House


async def test_no_day_counts_from_the_request_to_withdraw_to_the_end_that_day_included(
    house: House, codes: dict[str, str]
) -> None:
    now = datetime.now(UTC)
    view = dossier_view(codes["land-withdrawn"], house.register, house.ground, now)
    asked, calendar = view.pauses[-1].since.date(), house.ground.calendar_of(view.competent.id)
    ribbon = ribbon_of(view, now, calendar)
    assert ribbon is not None
    assert view.ended_at is not None
    assert ribbon.cells[-1].day == view.ended_at.date() > asked
    assert {cell.kind for cell in ribbon.cells if cell.day >= asked} <= {"stopped", "weekend", "off"}
    assert "stopped" in {cell.kind for cell in ribbon.cells}
