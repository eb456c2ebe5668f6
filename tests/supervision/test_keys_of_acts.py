"""A key names one act: the same act again is answered again, another act under it is a conflict."""

import httpx2

COPY = "2.000908"


async def test_a_key_used_for_something_else_is_a_conflict_and_a_repetition_says_so(api: httpx2.AsyncClient) -> None:
    opening = {"key": "keys/1", "by": {"agency": "applicant"}, "procedure": COPY, "territory": "01"}
    opened = (await api.post("/dossiers", json=opening)).json()
    place = f"/dossiers/{opened['code']}"
    holder = (await api.get(place)).json()["duties"][0]["agency"]["id"]
    act = {"key": "same", "by": {"agency": holder}, "do": {"kind": "complete", "step": "s1"}}
    assert (await api.post(f"{place}/actions", json=act)).json().get("repeated", False) is False
    again = await api.post(f"{place}/actions", json=act)
    assert (again.status_code, again.json()["repeated"]) == (200, True)
    other = await api.post(f"{place}/actions", json=act | {"do": {"kind": "complete", "step": "s2"}})
    assert (other.status_code, other.json()["field"]) == (409, "key")
    stranger = await api.post(f"{place}/actions", json=act | {"by": {"agency": "vinhlong.thue"}})
    assert stranger.status_code == 409
