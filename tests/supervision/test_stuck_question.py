"""The supervisor's question: words without accents, days, what does not exist, and cursors nobody can make up."""

import base64
from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError

from motcua.dossiers.ground import Ground
from motcua.errors import InvalidInputError
from motcua.register.scope import WHOLE
from motcua.supervision.stuck.cursor import seal, unseal
from motcua.supervision.stuck.finding import folded, sought
from motcua.supervision.stuck.question import Question

NOW = datetime(2026, 11, 29, 2, tzinfo=UTC)
TODAY = date(2026, 11, 29)
KEY = bytes(range(32))
PLACE = "1" + "20261124170000000000" * 2 + "~000.00.07.H61-261124-0001"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Đất đai", "dat dai"),
        ("ĐĂNG KÝ", "dang ky"),
        ("Phường Phú Khương", "phuong phu khuong"),
        ("Nguye\u0302\u0303n", "nguyen"),  # letters and marks apart
        ("26/TNHS", "26/tnhs"),
    ],
)
def test_accents_and_capitals_make_no_difference(text: str, plain: str) -> None:
    assert folded(text) == plain


@pytest.mark.parametrize("text", ["phú khương", "phu khuong", "PHU KHUONG", "Phú  KHUONG"])
def test_a_name_is_found_however_it_is_typed(ground: Ground, text: str) -> None:
    words = sought(text, ground, TODAY)
    assert len(words) == 2
    assert all("phu-khuong.ubnd" in word.agencies for word in words)


def test_a_word_stands_for_procedures_agencies_and_steps_that_bear_it(ground: Ground) -> None:
    (word,) = sought("duyet", ground, TODAY)
    assert all(ground.catalogue.versions(code) for code, _ in word.steps)
    assert word.steps
    (code,) = sought("1.013225", ground, TODAY)
    assert code.procedures == {"1.013225"}


def test_the_end_of_a_code_stands_for_the_codes_of_every_agency(ground: Ground) -> None:
    (word,) = sought("261124-0001", ground, TODAY)
    assert "000.00.07.H61-261124-0001" in word.codes


def test_the_number_of_a_paper_is_of_this_year_where_none_is_said(ground: Ground) -> None:
    (this,), (last,) = sought("12/TNHS", ground, TODAY), sought("12/tnhs/2025", ground, TODAY)
    assert this.paper is not None
    assert last.paper is not None
    assert (this.paper.number, this.paper.year, last.paper.year) == (12, 2026, 2025)


@pytest.mark.parametrize("text", ["a b c d e f g h i j k l m n o p q", "tab\tbed", "nul\x00"])
def test_what_is_no_text_to_look_for_is_refused(ground: Ground, text: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        sought(text, ground, TODAY)
    assert refused.value.field == "q"


def test_what_a_form_leaves_empty_asks_for_nothing() -> None:
    assert Question.model_validate({"reason": "", "q": "  ", "due_before": "", "stopped": ""}) == Question()
    assert Question().everything
    assert Question.model_validate({"sort": "code"}).everything
    assert not Question.model_validate({"stopped": "true"}).everything


def test_a_day_is_meant_to_its_end_and_said_as_the_day() -> None:
    question = Question.model_validate({"due_before": "2026-12-01", "only_late": "true", "reason": "officer"})
    assert question.due_before is not None
    assert question.due_before.astimezone(UTC) == datetime(2026, 12, 1, 16, 59, 59, 999999, tzinfo=UTC)
    assert question.fields == {"reason": "officer", "only_late": "true", "due_before": "2026-12-01"}
    assert Question.model_validate(question.fields) == question
    assert Question.model_validate_json(question.canonical) == question


@pytest.mark.parametrize(
    "given",
    [
        {"due_before": "31/12/2026"},
        {"due_before": "9999-12-31"},
        {"due_before": "2026-02-30"},
        {"due_before": "2026-12-01T00:00:00"},
        {"agency": "x" * 81},
        {"officer": "a\x00b"},
        {"late": "any"},
        {"reason": "boredom"},
    ],
)
def test_what_cannot_be_asked_is_refused(given: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Question.model_validate(given)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"agency": "nowhere"}, "agency"),
        ({"agency": "'; DROP TABLE dossier;--"}, "agency"),
        ({"procedure": "9.999999"}, "procedure"),
        ({"procedure": "x y"}, "procedure"),
        ({"field": "Thiên văn"}, "field"),
        ({"system": "nowhere"}, "system"),
        ({"officer": "cb-1"}, "officer"),
        ({"late_by": "5cd"}, "late_by"),
        ({"late_by": "-1wd"}, "late_by"),
    ],
)
def test_what_does_not_exist_is_named(ground: Ground, given: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        Question.model_validate(given).filter(ground, WHOLE, NOW)
    assert refused.value.field == field
    assert refused.value.message_vi != refused.value.message


def test_a_cursor_leads_back_to_its_place() -> None:
    assert unseal(seal(PLACE, "{}", KEY), "{}", KEY) == PLACE


def forged(place: str) -> str:
    return base64.urlsafe_b64encode(b"\0" * 16 + place.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "nonsense",
        "ünïcode",
        "%00",
        forged(PLACE),
        seal(PLACE, '{"sort":"code"}', KEY),  # of another question
        seal(PLACE, "{}", bytes(32)),  # of another installation
        seal(PLACE, "{}", KEY)[:-2] + "AA",
        seal(PLACE, "{}", KEY) + "A",
        "A" * 400,
    ],
)
def test_a_cursor_that_was_not_given_out_for_the_question_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        unseal(cursor, "{}", KEY)
    assert refused.value.field == "cursor"
    assert refused.value.hint
