"""One office with a worker, its counter, and the desk where campaigns are started."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import uuid4

from temporalio.client import Client

from motcua.dossiers.commands import Act
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.parts import Actor
from motcua.register.campaign_records import Campaign, CampaignState
from motcua.register.footing import Footing
from motcua.register.register import Register
from motcua.supervision.campaigns import CampaignDesk
from motcua.supervision.counter import Counter, Opening
from motcua.worktime.due import shift_days

INVESTMENT = "1.009645"
LOOKS_EVERY, QUICK = 0.5, 2
"""How often processes look for decisions here, and how long every one is given to take one up, in seconds."""


@dataclass
class House:
    """One office with a worker, its counter, and the desk where campaigns are started."""

    client: Client
    register: Register
    footing: Footing
    queue: str

    @property
    def counter(self) -> Counter:
        return Counter(self.client, self.register, self.footing.living, self.queue)

    @property
    def desk(self) -> CampaignDesk:
        return CampaignDesk(self.client, self.register, self.footing.living, self.queue)

    @property
    def today(self) -> date:
        return self.footing.ground.calendars["vn"].local(datetime.now(UTC)).date()

    def working_day(self, number: int) -> date:
        """Return the working day that comes so many after today."""
        return shift_days(self.today, number, self.footing.ground.calendars["vn"])

    async def open(self, territory: str = "28777", procedure: str = INVESTMENT, **data: object) -> str:
        said = {"key": f"k-{uuid4().hex[:10]}", "by": Actor(agency="applicant"), "procedure": procedure}
        said |= {"territory": territory, "data": data or ({"defence_area": False} if procedure == INVESTMENT else {})}
        receipt = await self.counter.open(Opening.model_validate(said))
        return receipt.code

    async def act(self, code: str, by: str, do: object, reason: str | None = None) -> None:
        act = Act.model_validate({"key": uuid4().hex[:10], "by": Actor(agency=by), "do": do, "reason": reason})
        await self.counter.act(code, act)

    async def dossier(self, code: str) -> Dossier:
        return await asyncio.to_thread(self.register.dossier, code)

    async def previewed(self, content: dict, by: str) -> Campaign:
        campaign = await self.desk.preview_decision(content, Actor(agency=by), wait=QUICK)
        return await self.desk.until(campaign.id, CampaignState.DRAFT, within=20)

    async def carried_out(self, campaign: Campaign, by: str) -> Campaign:
        await self.desk.confirm(campaign.id, Actor(agency=by))
        return await self.desk.until(campaign.id, CampaignState.DONE, within=40)

    def decision(self, day: date, scope: str = "vn", **more: object) -> dict:
        number = f"{uuid4().int % 10**6}/TB-BNV"
        said = {"scope": scope, "number": number, "decided_on": self.today, "reason": "Nghỉ hoán đổi", "source": number}
        return said | {"days_off": [day]} | more
