"""A house with something on every page: papers, an applicant, repairs, an ordered report, a morning sheet."""

from datetime import UTC, datetime, timedelta

from activities.repair_kinds import REPAIR, RepairOrder
from motcua.dossiers.commands_of_repair import RepairKind
from motcua.dossiers.parts import Actor
from motcua.letters.check import grouped
from motcua.letters.forms import Form
from motcua.register.campaign_records import CampaignState, Group, Item, ItemState, NewCampaign
from motcua.register.scope import WHOLE
from motcua.reports.period import period_named
from motcua.supervision.papers import issued_letters
from motcua.supervision.reporting.asked import Asked, Kind
from motcua.supervision.reporting.ordering import carry_out, order
from tests.access.conftest import House
from tests.notices.test_morning import sheet
from tests.web.doing import Names

ASKER, SECOND = Actor(agency="vinhlong.ubnd", officer="gs-9"), Actor(agency="vinhlong.ubnd", officer="gs-8")


def furnished(house: House, codes: dict[str, str], supervisor: str) -> Names:
    """Put something on every page a supervisor sees, and return it by the names examples call it."""
    late, paying = codes["land-forgotten"], codes["land-paying"]
    house.register.save_applicant(late, {"name": "Người Thử Không Có Thật"})
    account = house.register.account(supervisor)
    assert account is not None
    house.register.keep_morning({supervisor: sheet(account.agency)})
    papers = {each.letter.form: each.letter for each in issued_letters(paying, house.register, house.ground)}
    paper = papers[Form.RECEIPT]
    return {
        "late": late,
        "paying": paying,
        "code": paper.code,
        "check": grouped(paper.check),
        "yesterday": f"{datetime.now(UTC) - timedelta(days=1):%Y-%m-%dT%H:%M}",
        "order": _ordered(house, supervisor),
        "drafted": _drafted(house, [late, paying], "drafted"),
        "done": _done(house, [late, paying]),
    }


def _ordered(house: House, supervisor: str) -> str:
    asked = Asked(kind=Kind.FORM06, period=period_named("2026"))
    placed = order(asked, house.register, supervisor)
    carry_out(placed, house.register, house.ground, WHOLE)
    return placed.number


def _drafted(house: House, codes: list[str], name: str) -> str:
    """Keep the preview of a repair, and return its id."""
    id, words = f"repair:skip:{name}", {"title_vi": "Bỏ qua một bước", "title_en": "Skip a step"}
    said = RepairOrder(what=RepairKind.SKIP, step="s2", basis="9/QĐ").parameters
    new = NewCampaign(id=id, kind=REPAIR, basis="9/QĐ", reason="sai quy trình", by=ASKER, parameters=said, **words)
    house.register.open_campaign(new, datetime.now(UTC))
    house.register.choose(id, codes)
    house.register.plan_items(id, [_item(code, ItemState.PLANNED) for code in codes], looked_at=len(codes))
    house.register.mark_campaign(id, CampaignState.DRAFT)
    return id


def _done(house: House, codes: list[str]) -> str:
    """Keep a repair that was carried out: one dossier is repaired, the other refused. Return its id."""
    id, now = _drafted(house, codes, "carried-out"), datetime.now(UTC)
    house.register.confirm_campaign(id, SECOND, now, group=Group(), treatment="repair")
    states = (ItemState.DONE, ItemState.REFUSED)
    house.register.settle_items(id, [_item(*each, now) for each in zip(codes, states, strict=True)])
    house.register.mark_campaign(id, CampaignState.DONE, at=now)
    return id


def _item(code: str, state: ItemState, at: datetime | None = None) -> Item:
    words = {"detail_vi": "đóng bước Thẩm định hồ sơ", "detail_en": "the step Appraisal ends"}
    return Item(dossier=code, state=state, effect="same", done_at=at, **words)
