"""How long a notice is tried, when it need not go out any more, and who has seen it."""

from datetime import UTC, datetime, timedelta

import pytest

from motcua.errors import NotFoundError, RefusedError
from motcua.notices.patience import Patience, needless
from tests.notices.dossiers import LAND_OFFICE, NGUOI_NOP, Papers

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def test_tries_are_spaced_from_seconds_to_an_hour_and_end_after_a_day():
    patience = Patience()
    waits_ = [(patience.again_at(NOW, tries, NOW, None) - NOW).total_seconds() for tries in (0, 1, 2, 9, 10, 99)]
    assert waits_ == [5, 10, 20, 2560, 3600, 3600]
    assert patience.again_at(NOW, 3, NOW - timedelta(hours=23), None) is not None
    assert patience.again_at(NOW, 3, NOW - timedelta(hours=24), None) is None
    assert (patience.again_at(NOW, 0, None, 90.0) - NOW).total_seconds() == 90


@pytest.mark.parametrize(
    ("kind", "audience", "standing", "days", "why"),
    [
        ("received", "applicant", "ended", 1, None),  # the applicant is told everything
        ("received", "applicant", "open", 31, "not sent within 30 days"),
        ("warning", "officer", "open", 1, None),
        ("warning", "officer", "finished", 1, "the work is finished"),
        ("escalated", "chair", "finished", 1, None),
        ("escalated", "chair", "ended", 1, "the dossier has ended"),
        ("fault", "operators", "ended", 1, None),
    ],
)
def test_what_need_not_go_out_any_more(kind, audience, standing, days, why):
    finished, ended = standing in ("finished", "ended"), standing == "ended"
    said = needless(kind, audience, finished=finished, ended=ended, waited=timedelta(days=days), tried=False)
    assert said == why


def test_only_whom_it_was_sent_to_has_seen_it_and_the_first_time_stays(register):
    papers = Papers(register).warned("2wd")
    warning = register.notices(papers.code)[-1]
    with pytest.raises(RefusedError):
        register.mark_seen(warning.id, "tax", "T-1", NOW)
    seen = register.mark_seen(warning.id, LAND_OFFICE, "LO-7", NOW)
    again = register.mark_seen(warning.id, LAND_OFFICE, "LO-8", NOW + timedelta(hours=1))
    assert (seen.seen_by, again.seen_by, again.seen_at) == (f"{LAND_OFFICE}/LO-7", f"{LAND_OFFICE}/LO-7", NOW)
    with pytest.raises(NotFoundError):
        register.mark_seen(99_999, LAND_OFFICE, None, NOW)


def test_the_applicants_notice_is_seen_by_the_applicant(register):
    papers = Papers(register, email=NGUOI_NOP["email"])
    notice = register.notices(papers.code)[0]
    assert register.mark_seen(notice.id, "applicant", None, NOW).seen_by == "applicant"
