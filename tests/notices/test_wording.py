"""What notices say: every kind, in both languages, with all a status notice bears, and short enough for telephones."""

from datetime import UTC, date, datetime

import pytest

from motcua.dossiers.ground import Ground
from motcua.dossiers.notice import APPLICANT, OFFICER, News
from motcua.notices.names import NoticeNames
from motcua.notices.short import PARTS, fitted, parts, toneless
from motcua.notices.wording import HEADLINES, SENTENCES, Occasion, Worded, worded

CODE = "000.00.01.H61-261123-0001"
LAND, VERSION = "1.013831", "2025-07"
EVERYTHING = {
    "state": 4,
    "received_at": "2026-11-23T09:00:00+07:00",
    "due": "2026-11-30T17:00:00+07:00",
    "old_due": "2026-11-27T17:00:00+07:00",
    "new_due": "2026-12-04T17:00:00+07:00",
    "decide_by": "2026-11-25T09:00:00+07:00",
    "lapses_at": "2026-12-09T07:30:00+07:00",
    "expected": "2026-12-11T17:00:00+07:00",
    "since": "2026-12-01T00:00:00+07:00",
    "reason": "Thiếu sơ đồ thửa đất có chữ ký giáp ranh.",
    "basis": "Nghị định 61/2018/NĐ-CP, điều 19",
    "items": ["so_do", "giấy xác nhận"],
    "originals": ["giay_chung_nhan"],
    "number": 2,
    "level": 1,
    "threshold": "2wd",
    "subject": "dossier",
    "step": "nop_tien",
    "holder": "vinh-long.tax",
    "giver": "vinh-long.land-office",
    "what": "ring",
    "detail": "The calendar ends.",
}


@pytest.fixture(scope="module")
def names(ground: Ground) -> NoticeNames:
    version = ground.catalogue.version_for(LAND, date(2026, 11, 23), None)
    return NoticeNames.of(ground, version.code, version.version)


def said(kind: News, names: NoticeNames, language: str = "vi", audience: str = APPLICANT, **says: object) -> Worded:
    """Return a notice in words."""
    at = datetime(2026, 11, 24, 2, 15, tzinfo=UTC)
    return worded(Occasion(CODE, kind, audience, "vinh-long.tax", "T-7", at, says), names, language)


def test_no_kind_is_without_words():
    assert set(HEADLINES) == set(SENTENCES) == set(News)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", list(News))
def test_every_kind_is_said_in_both_languages_with_all_or_nothing_known(kind, language, names):
    for says in ({}, EVERYTHING):
        words = said(kind, names, language, **says)
        assert CODE in words.subject
        assert CODE in words.short
        assert "{" not in words.text
        assert "None" not in words.text
        assert "\n\n\n" not in words.text
        assert len(words.subject) < 120


@pytest.mark.parametrize("kind", list(News))
def test_the_languages_do_not_say_the_same(kind, names):
    assert said(kind, names, "vi", **EVERYTHING).subject != said(kind, names, "en", **EVERYTHING).subject


def test_D224_a_status_notice_names_agency_person_receipt_processing_and_return(names):
    text = said(News.IN_PROCESS, names, **EVERYTHING).text
    for line in (
        f"Mã hồ sơ: {CODE}",
        "Trạng thái: Đang xử lý",
        "(cán bộ T-7)",
        "Tiếp nhận: 09:00 Thứ Hai 23/11/2026",
        "Cập nhật: 09:15 Thứ Ba 24/11/2026",
        "Hẹn trả kết quả: 17:00 Thứ Hai 30/11/2026",
    ):
        assert line in text


def test_R33_a_supplement_lists_everything_that_is_wanted_and_why(names):
    text = said(News.SUPPLEMENT_ASKED, names, **EVERYTHING).text
    assert "  2. giấy xác nhận" in text
    assert "Lý do: Thiếu sơ đồ thửa đất có chữ ký giáp ranh." in text
    assert "trước 07:30 Thứ Tư 09/12/2026" in text


def test_R49_a_new_date_comes_with_apology_both_dates_and_reason(names):
    words = said(News.REAPPOINTED, names, **EVERYTHING)
    assert "xin lỗi" in words.text
    assert "17:00 Thứ Sáu 27/11/2026" in words.text
    assert "17:00 Thứ Hai 30/11/2026" in words.text
    assert "Lý do: " in words.text


def test_R10_a_date_moved_by_the_calendar_names_the_decision_and_why_in_the_readers_language(names):
    says = EVERYTHING | {"basis": "9999/TB-BNV", "reason": "Trụ sở ngập lụt", "reason_en": "The office is flooded"}
    for language, lines in (
        ("vi", ("Lý do: Trụ sở ngập lụt", "Căn cứ: 9999/TB-BNV")),
        ("en", ("Reason: The office is flooded", "Legal basis: 9999/TB-BNV")),
    ):
        words = said(News.CALENDAR_MOVED, names, language, **says)
        assert all(line in words.text for line in lines)
    assert "Tru so ngap lut" in said(News.CALENDAR_MOVED, names, **says).short


def test_R32_reasons_the_engine_gives_itself_are_said_in_words(names):
    text = said(News.STOPPED, names, state=8, reason="supplement_lapsed").text
    assert "supplement_lapsed" not in text
    assert "hết thời hạn bổ sung" in text


def test_R39_a_silence_says_who_was_asked_and_that_nothing_is_assumed(names):
    text = said(News.SILENCE, names, audience="lead", **EVERYTHING).text
    assert "Không coi là đồng ý" in text


def test_R47_what_is_passed_on_comes_with_its_reason_and_what_climbs_by_itself_without_one(names):
    late = {name: EVERYTHING[name] for name in ("subject", "due", "holder")}
    climbed = said(News.ESCALATED, names, audience="chair", **late).text
    assert "chưa có giải trình" in climbed
    assert "Lý do" not in climbed
    passed = said(News.ESCALATED, names, audience="chair", passed_on=True, reason="Vượt thẩm quyền", **late).text
    assert "được chuyển lên cấp trên" in passed
    assert "Lý do: Vượt thẩm quyền" in passed


def test_R47_a_warning_says_how_much_time_is_left(names):
    assert "Còn 2 ngày làm việc" in said(News.WARNING, names, audience=OFFICER, **EVERYTHING).text
    half = EVERYTHING | {"threshold": "50%"}
    assert "Đã dùng 50% thời hạn" in said(News.WARNING, names, audience=OFFICER, **half).text


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", list(News))
def test_a_short_message_fits_two_parts_whatever_the_reason(kind, language, names):
    words = said(kind, names, language, **(EVERYTHING | {"reason": "Lý do rất dài. " * 130}))
    assert parts(words.short) <= PARTS
    assert words.short == toneless(words.short)


def test_a_mail_bears_a_reason_of_two_thousand_characters_whole(names):
    reason = "x" * 1_999 + "."
    assert reason in said(News.SUPPLEMENT_ASKED, names, **(EVERYTHING | {"reason": reason})).text


@pytest.mark.parametrize(
    ("written", "short"),
    [
        ("Đề nghị bổ sung sổ đỏ", "De nghi bo sung so do"),
        ("“Thửa 12” – ưu tiên…", '"Thua 12" - uu tien.'),
        ("50.000 ₫\nnộp", "50.000 d nop"),
        ("字", "?"),
    ],
)
def test_short_messages_are_written_in_the_telephones_own_alphabet(written, short):
    assert toneless(written) == short


@pytest.mark.parametrize(("length", "messages"), [(160, 1), (161, 2), (306, 2), (307, 3)])
def test_joined_short_messages_have_less_room_each(length, messages):
    assert parts("x" * length) == messages


def test_what_is_needed_is_never_cut_for_what_is_not():
    assert fitted("Ho so 1 can bo sung.", "y" * 400).startswith("Ho so 1 can bo sung. yyy")
    assert parts(fitted("n" * 300, "y" * 100)) == 2
    assert "y" not in fitted("n" * 300, "y" * 100)
