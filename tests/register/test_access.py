"""Scopes, accounts, keys and sessions on both databases."""

from datetime import UTC, date, datetime, timedelta

import pytest

from motcua.errors import NotFoundError
from motcua.procedures.confidentiality import Confidentiality
from motcua.register.accounts import Account
from motcua.register.alarms import AlarmKind
from motcua.register.api_keys import ApiKey
from motcua.register.notice_lines import NoticeFilter
from motcua.register.register import Register
from motcua.register.scope import WHOLE, Scope
from motcua.register.sessions import SignInBegun
from motcua.register.stuck_filter import StuckFilter
from tests.register.papers import LAND_OFFICE, ONE_STOP, TAX, Paper, at, opened, receipt, whole_life

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
CODE = "H07-261123-0001"


def of(*agencies: str, **more: frozenset[str]) -> Scope:
    """Return a scope of agencies."""
    return Scope(agencies=frozenset(agencies), **more)


@pytest.mark.parametrize(
    ("scope", "seen"),
    [
        (WHOLE, True),
        (of(LAND_OFFICE), True),  # decides
        (of(ONE_STOP), True),  # received it
        (of("police"), False),
        (of(), False),
        (of(LAND_OFFICE, fields=frozenset({"Đất đai"})), True),
        (of(LAND_OFFICE, fields=frozenset({"Hộ tịch"})), False),
        (of(LAND_OFFICE, hidden=frozenset({"TN13"})), False),
        (Scope(hidden=frozenset({"1.003976"})), True),
    ],
)
def test_a_dossier_is_seen_by_whom_it_concerns(register: Register, scope: Scope, seen: bool) -> None:
    Paper(register, receipt(CODE))
    now = at("Sat 2026-11-28 09:00")
    assert register.sees(scope, CODE) is seen
    page = register.stuck(StuckFilter(scope=scope), now=now)
    assert [line.code for line in page.dossiers] == ([CODE] if seen else [])
    assert sum(count.dossiers for count in page.counts.reasons) == seen
    day = timedelta(days=60)
    assert register.on_time(now - day, now + day, scope=scope)[0].received == seen


def test_who_had_a_duty_in_it_goes_on_seeing_a_dossier(register: Register) -> None:
    Paper(register, receipt(CODE)).does("ask", "Mon 2026-11-23 10:00", opened("tax", agency=TAX))
    assert register.sees(of(TAX), CODE)
    assert not register.sees(of(TAX), "H07-261123-9999")


def test_delays_and_notices_are_those_of_the_scope(register: Register) -> None:
    whole_life(register)
    span = (NOW - timedelta(days=60), NOW + timedelta(days=60))
    assert register.delays(*span, scope=of("police")) == []
    assert len(register.delays(*span, scope=of(ONE_STOP))) == len(register.delays(*span))
    assert register.notice_page(NoticeFilter(scope=of("police"))).notices == ()
    mine = register.notice_page(NoticeFilter(scope=of(LAND_OFFICE))).notices
    assert mine == register.notice_page(NoticeFilter()).notices
    assert register.notice_counts(of(LAND_OFFICE)) == register.notice_counts()
    assert set(register.notice_counts(of("police")).values()) == {0}


def test_alarms_are_those_of_the_scope_and_those_of_everybody(register: Register) -> None:
    Paper(register, receipt(CODE))
    for ref, about in (("a", {"dossier": CODE}), ("b", {"agency": "police"}), ("c", {})):
        register.raise_alarm(AlarmKind.DEAD_CALL, ref, at=NOW, detail="d", **about)
    assert {alarm.ref for alarm in register.alarms()} == {"a", "b", "c"}
    assert {alarm.ref for alarm in register.alarms(scope=of(LAND_OFFICE))} == {"a", "c"}
    assert {alarm.ref for alarm in register.alarms(scope=of("police"))} == {"b", "c"}
    assert register.alarm_counts(of("police")).open == 2


def an_account(**more: object) -> Account:
    """Return an account."""
    said = {"subject": "s-1", "name": "Người Thử", "agency": "an-hoi.ttpvhcc", "officer": "tn-01"}
    return Account.model_validate(said | {"roles": ("one_stop",), "fields": ("Hộ tịch",)} | more)


def test_an_account_is_entered_changed_ended_and_opened_again(register: Register) -> None:
    assert register.save_account(an_account(), at=NOW)
    assert not register.save_account(an_account(clearance=Confidentiality.RESTRICTED), at=NOW + timedelta(days=1))
    kept = register.account("s-1")
    assert kept is not None
    assert (kept.created_at, kept.changed_at) == (NOW, NOW + timedelta(days=1))
    assert (kept.roles, kept.fields, kept.agencies) == (("one_stop",), ("Hộ tịch",), None)
    register.end_account("s-1", at=NOW)
    with pytest.raises(NotFoundError):
        register.end_account("s-1")
    register.save_account(an_account())
    assert [account.ended_at for account in register.accounts()] == [None]
    assert register.account("s-2") is None


def test_a_key_is_kept_used_and_revoked(register: Register) -> None:
    key = ApiKey(id="abc", digest="0" * 64, label="Cổng", agency="an-hoi.ttpvhcc", roles=("one_stop",))
    register.save_api_key(key, at=NOW)
    register.api_key_used("abc", date(2026, 11, 28))
    register.api_key_used("abc", date(2026, 11, 27))
    (kept,) = register.api_keys()
    assert kept.last_used_on == date(2026, 11, 28)
    assert not kept.ended(NOW)
    register.revoke_api_key("abc", at=NOW)
    assert register.api_keys()[0].ended(NOW)
    with pytest.raises(NotFoundError):
        register.revoke_api_key("abc")


def test_a_session_is_replaced_seen_and_forgotten(register: Register) -> None:
    register.start_session("a" * 64, "s-1", NOW)
    register.start_session("b" * 64, "s-1", NOW, replacing="a" * 64)
    old, new = register.session("a" * 64), register.session("b" * 64)
    assert old is not None
    assert new is not None
    assert (old.ended_at, new.ended_at) == (NOW, None)
    register.session_seen(new, NOW + timedelta(seconds=5))
    register.session_seen(new, NOW + timedelta(minutes=5))
    seen = register.session("b" * 64)
    assert seen is not None
    assert seen.last_seen_at == NOW + timedelta(minutes=5)
    assert register.end_sessions_of("s-1", NOW) == 1
    assert register.forget_sessions(NOW + timedelta(days=1)) == 2


def test_a_sign_in_is_finished_once_and_forgotten_if_never(register: Register) -> None:
    def begun(digest: str, when: datetime) -> SignInBegun:
        return SignInBegun(digest=digest, browser="b", nonce="n", verifier="v", return_to="/", begun_at=when)

    register.begin_sign_in(begun("1" * 64, NOW), forget_before=NOW)
    assert register.finish_sign_in("1" * 64) == begun("1" * 64, NOW)
    assert register.finish_sign_in("1" * 64) is None
    register.begin_sign_in(begun("2" * 64, NOW), forget_before=NOW)
    register.begin_sign_in(begun("3" * 64, NOW), forget_before=NOW + timedelta(minutes=10))
    assert register.finish_sign_in("2" * 64) is None
