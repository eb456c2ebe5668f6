"""Chapter: what is refused, and how: the place, the rule, and what to do; nothing is written."""

from collections.abc import Iterator
from typing import NamedTuple

from motcua.supervision.demo.desk import Desk
from motcua.supervision.demo.past import WARD, Json
from motcua.supervision.demo.story import Story

STOP = "an-hoi.ttpvhcc"


class Bad(NamedTuple):
    """Something nobody should send, and the answer it must get."""

    vi: str
    en: str
    path: str
    body: object
    status: int
    field: str | None


async def be_refused(desk: Desk, story: Story, closed: str, running: str) -> None:
    """Send each of them and look at the answer; the dossiers named stay as they are."""
    story.chapter("Dữ liệu sai bị từ chối, nêu rõ chỗ sai", "Bad input is refused, and the place is named")
    before = (await desk.dossier(running))["seq"]
    for bad in _all(closed, running):
        answer = await desk.post(bad.path, bad.body)
        told = answer.body
        right = answer.status == bad.status and told.get("field") == bad.field and bool(told.get("detail_vi"))
        found = f"{answer.status} {told.get('field')}: {told.get('detail_vi')}"
        story.expect(right, f"{bad.vi} → {found}", f"{bad.en} [{told.get('rule') or 'JSON'}]")
    after = (await desk.dossier(running))["seq"]
    story.expect(before == after, "không có gì được ghi", "nothing was written")


def _opening(**values: object) -> Json:
    base = {"key": "demo/bad", "by": {"agency": STOP}, "procedure": "1.013831", "territory": WARD}
    return base | values


def _all(closed: str, running: str) -> Iterator[Bad]:
    opening, act = "/dossiers", f"/dossiers/{running}/actions"
    complete = {"kind": "complete", "step": "s1"}
    yield Bad("không phải JSON", "not JSON", opening, b"{mot cua", 400, "body")
    yield Bad("thủ tục lạ", "unknown procedure", opening, _opening(procedure="9.999999"), 404, "procedure")
    naive = _opening(at="2026-11-19T09:00:00")
    yield Bad("thời điểm không múi giờ", "a moment without a zone", opening, naive, 422, "at")
    wrong_hands: Json = {"key": "bad-1", "by": {"agency": "vinhlong.thue"}, "do": complete}
    yield Bad("sai thẩm quyền", "not the agency in charge", act, wrong_hands, 409, "by.agency")
    ended: Json = {"key": "bad-2", "by": {"agency": STOP}, "do": complete}
    yield Bad("hồ sơ đã kết thúc", "a closed dossier", f"/dossiers/{closed}/actions", ended, 409, "code")
    yield Bad("mã hồ sơ sai", "a malformed code", "/dossiers/H61-31-12/actions", ended, 422, "code")


async def open_twice(desk: Desk, story: Story) -> str:
    """Open the same dossier twice, then another one under the same key; return the one there is."""
    first = await desk.post("/dossiers", _opening(key="demo/twice"))
    again = await desk.post("/dossiers", _opening(key="demo/twice"))
    other = await desk.post("/dossiers", _opening(key="demo/twice", territory="86"))
    code = str(first.must(201)["code"])
    story.expect(
        again.status == 200 and again.body["code"] == code and other.status == 409,
        f"{code} gửi hai lần vẫn một hồ sơ; cùng khoá, nội dung khác: {other.status}",
        "opened twice it is one dossier; the same key for something else is a conflict",
    )
    return code
