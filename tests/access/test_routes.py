"""Every route of the app is guarded, or stands in the list of those that are open, with its reason."""

from collections.abc import Iterator

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts

from motcua.supervision.access.door import Guard, OpenDoor, SignedDoor
from motcua.supervision.access.roles import GRANTS, Permission, Role
from tests.access.conftest import House

OPEN = {
    "/healthz": "the platform's probe",
    "/readyz": "the platform's probe",
    "/api/v1/openapi.json": "describes the API",
    "/api/v1/docs": "describes the API",
    "/sign-in": "nobody is signed in before it",
    "/sign-in/callback": "the provider sends browsers here",
    "/signed-out": "whoever has signed out is nobody",
    "/api/v1/events/schema": "describes what events say",
    "/status": "applicants have no account",
    "/verify": "whoever is shown a paper may ask whether it is genuine",
}
"""Routes for everybody, with the reason."""
SIGNED = {"/api/v1/callbacks/{system}"}
"""Routes that believe a signature."""
FILES = {"/static"}
"""Folders of files that come with the program: styles, scripts, pictures."""
BODIES = {"POST", "PUT", "PATCH", "DELETE"}


def routes(app: FastAPI) -> Iterator[tuple[str, str, APIRoute]]:
    """Yield every route with each of its methods."""
    for found in iter_route_contexts(app.routes):
        route, path = found.original_route, str(found.path)
        if not isinstance(route, APIRoute):
            assert path in FILES, f"{path} is served without a door"
            continue
        for method in sorted(found.methods or ()):
            yield method, path, route


def doors(route: APIRoute) -> list[object]:
    """Return what a route depends on."""
    return [dependency.call for dependency in route.dependant.dependencies]


def guards(route: APIRoute) -> list[Guard]:
    """Return the guards of a route, the router's first."""
    return [door for door in doors(route) if isinstance(door, Guard)]


def test_every_route_is_guarded_or_stands_in_the_list(house: House) -> None:
    for method, path, route in routes(house.app):
        if path in OPEN:
            assert any(isinstance(door, OpenDoor) and door.reason for door in doors(route)), path
        elif path in SIGNED:
            assert any(isinstance(door, SignedDoor) for door in doors(route)), path
        else:
            assert guards(route), f"{method} {path} has no guard"


async def test_a_guarded_route_knows_nobody_without_key_or_session(house: House, web: httpx2.AsyncClient) -> None:
    for method, path, _ in guarded(house.app):
        answer = await web.request(method, path, json={} if method in BODIES else None)
        assert answer.status_code == 401, f"{method} {path}: {answer.status_code}"
        assert answer.json()["type"] == "urn:motcua:not-signed-in"
        assert answer.headers["www-authenticate"].startswith("Bearer")


async def test_a_guarded_route_refuses_the_role_that_lacks_its_permission(
    house: House, web: httpx2.AsyncClient
) -> None:
    keys = {role: house.key(role, whole=True) for role in Role}
    for method, path, route in guarded(house.app):
        role = lacking(route)
        if role is None:
            continue
        answer = await web.request(method, path, headers=keys[role], json={} if method in BODIES else None)
        assert answer.status_code == 403, f"{method} {path} as {role}: {answer.status_code}"
        assert answer.json()["hint"]
        assert answer.json()["detail_vi"] != answer.json()["detail"]


def guarded(app: FastAPI) -> Iterator[tuple[str, str, APIRoute]]:
    """Yield every guarded route."""
    for method, path, route in routes(app):
        if path not in OPEN and path not in SIGNED:
            yield method, path, route


def lacking(route: APIRoute) -> Role | None:
    """Return a role that one of a route's guards refuses; None where every role may."""
    for guard in guards(route):
        for role in Role:
            if not GRANTS[role] & set(guard.permissions):
                return role
    return None


@pytest.mark.parametrize("permission", Permission)
def test_every_permission_belongs_to_somebody(permission: Permission) -> None:
    assert any(permission in granted for granted in GRANTS.values())


def test_only_what_every_role_may_do_is_refused_to_none(house: House) -> None:
    everybody = frozenset.intersection(*GRANTS.values())
    for method, path, route in guarded(house.app):
        if lacking(route) is None:
            assert all(set(guard.permissions) & everybody for guard in guards(route)), f"{method} {path}"
