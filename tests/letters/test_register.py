"""Letters in the register: numbered once and without a gap, without personal data, verified by the chain."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from motcua.dossiers import facts as f
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.evolve import apply
from motcua.dossiers.ground import Ground
from motcua.errors import InvalidInputError, NotFoundError, RefusedError
from motcua.letters.check import grouped, verify
from motcua.letters.forms import Form
from motcua.letters.letter import Letter
from motcua.procedures.catalogue import Catalogue
from motcua.procedures.model import Text
from motcua.register.letters import NewLetter
from motcua.register.register import Register
from motcua.register.writing import View
from motcua.supervision.book import tracking_book
from motcua.supervision.papers import issue, issued_letters, printed, sweep, verified
from tests.letters.papers import APPLICANT, CODE, LAND, ONE_STOP, Told, received, refused, the_ground, whole
from tests.letters.reading import flat, read
from tests.register.conftest import MASTER_KEY
from tests.register.papers import at
from tests.register.test_personal import everything

OTHER = "000.00.07.H61-261102-0002"
PERSON = APPLICANT.model_dump()
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


def put(register: Register, told: Told, applicant: bool = True) -> Told:
    """Write a dossier into the register, with its applicant."""
    before: Dossier | None = None
    for act in told.acts:
        register.record(before, act, View(field="Đất đai"))
        before = apply(before, act)
    if applicant:
        register.save_applicant(told.code, PERSON)
    return told


def new(register_code: str, seq: int, *, agency: str = ONE_STOP, year: int = 2026, form: str = "receipt") -> NewLetter:
    """Return a letter as the register takes it."""
    moment = at("Mon 2026-11-02 08:05")
    return NewLetter(register_code, form, seq, agency, year, "TT-03-2025", "AAAAABBBBB", moment, "{}")


def test_letters_are_issued_when_they_are_read_and_keep_their_numbers(register):
    put(register, whole())
    assert register.letters(CODE) == []  # writing a fact costs what it did before there were letters
    first = issued_letters(CODE, register, the_ground())
    assert [(each.row.form, each.row.number) for each in first] == [
        ("receipt", 1),
        ("supplement", 1),
        ("transfer_slip", 1),
        ("transfer_slip", 2),
        ("apology", 1),
        ("stop", 1),
    ]
    assert issued_letters(CODE, register, the_ground()) == first


def test_numbers_follow_each_other_by_agency_form_and_local_year(register):
    put(register, whole())
    put(register, received(Told(code=OTHER)))
    issued_letters(CODE, register, the_ground())
    issued_letters(OTHER, register, the_ground())
    assert issue(OTHER, Form.RECEIPT, register, the_ground()).row.number == 2
    numbers = [
        register.issue_letters([new(CODE, seq, **place)])[0].number
        for seq, place in ((90, {}), (91, {"year": 2027}), (92, {"agency": "elsewhere"}), (93, {}))
    ]
    assert numbers == [3, 1, 1, 4]


def test_a_letter_of_the_last_night_of_the_year_is_numbered_in_that_years_book(register):
    told = Told(code="000.00.07.H61-261231-0001").opens("Thu 2026-12-31 23:30", f.Received())  # 16:30 UTC
    put(register, told)
    assert issue(told.code, Form.RECEIPT, register, the_ground()).row.year == 2026
    told = Told(code="000.00.07.H61-270101-0001").opens("Fri 2027-01-01 00:30", f.Received())  # still 2026 in UTC
    put(register, told)
    assert issue(told.code, Form.RECEIPT, register, the_ground()).row.year == 2027


def test_many_writers_number_without_a_gap_and_the_same_letter_once(url):
    opened = Register.open(url, master_key=MASTER_KEY)
    put(opened, received())
    put(opened, received(Told(code=OTHER)))
    registers = [opened, *(Register.open(url, master_key=MASTER_KEY) for _ in range(3))]

    def some(which: int) -> list[int]:
        mine = registers[which % 4]
        rows = mine.issue_letters([new(OTHER, 1000 + which), new(CODE, 2), new(CODE, 5, form="supplement")])
        return [row.number for row in rows]

    with ThreadPoolExecutor(8) as threads:
        numbers = list(threads.map(some, range(24)))
    assert len({pair[1] for pair in numbers}) == 1
    assert {pair[2] for pair in numbers} == {1}
    assert sorted({number for pair in numbers for number in pair[:2]}) == list(range(1, 26))
    for each in registers:
        each.close()


def test_where_anything_fails_no_number_is_spent(register):
    put(register, received())
    with pytest.raises(Exception, match=r"(?i)foreign key|integrity"):
        register.issue_letters([new(CODE, 2), new("nobody", 1)])
    assert register.letters(CODE) == []
    assert register.issue_letters([new(CODE, 2)])[0].number == 1


def test_what_a_letter_says_is_kept_without_personal_data(register):
    put(register, whole())
    issued = issue(CODE, Form.APOLOGY, register, the_ground())
    assert Letter.model_validate_json(issued.row.content) == whole().letter(Form.APOLOGY)
    stored = b"\n".join(everything(register))
    for secret in (APPLICANT.name, APPLICANT.id_number, "Giả Định", APPLICANT.phone, APPLICANT.email):
        assert secret.encode() not in stored


def test_a_letter_keeps_the_words_it_was_issued_with(register):
    put(register, whole())
    before = printed(issue(CODE, Form.RECEIPT, register, the_ground()), register, the_ground())
    other = (
        the_ground()
        .procedure("1.013831", "2025-07-01")
        .model_copy(update={"name": Text(vi="Tên khác", en="Another name")})
    )
    later = Ground(Catalogue([other]), the_ground().directory, the_ground().calendars)
    assert printed(issue(CODE, Form.RECEIPT, register, later), register, later) == before


def test_the_applicant_is_printed_for_an_agency_of_the_dossier_and_the_reading_is_noted(register):
    put(register, whole())
    issued = issue(CODE, Form.RECEIPT, register, the_ground())
    with_person = flat(read(printed(issued, register, the_ground(), by=f"{ONE_STOP}/TN-07", at=NOW)).text)
    assert "Nguyễn Văn Thử Nghiệm" in with_person
    assert "Số: 1/TNHS" in with_person
    (reading,) = register.readings(CODE)
    assert (reading.who, reading.purpose, reading.at) == (f"{ONE_STOP}/TN-07", "in giấy tờ · to print: receipt", NOW)
    assert "Nguyễn" not in flat(read(printed(issued, register, the_ground())).text)
    assert len(register.readings(CODE)) == 1


def test_an_agency_without_a_part_in_the_dossier_prints_no_personal_data(register):
    put(register, whole())
    issued = issue(CODE, Form.RECEIPT, register, the_ground())
    with pytest.raises(RefusedError, match="no part in dossier") as refusal:
        printed(issued, register, the_ground(), by="vinhlong.cong-an")
    assert refusal.value.message_vi == f"Công an tỉnh Vĩnh Long không tham gia giải quyết hồ sơ {CODE}."
    assert register.readings(CODE) == []


def test_where_the_data_have_gone_the_paper_has_dotted_lines(register):
    put(register, whole())
    put(register, received(Told(code=OTHER)), applicant=False)
    register.forget_applicant(CODE)
    for code in (CODE, OTHER):
        paper = flat(
            read(printed(issue(code, Form.RECEIPT, register, the_ground()), register, the_ground(), by=ONE_STOP)).text
        )
        assert "Chủ hồ sơ:" in paper
        assert "Nguyễn" not in paper


def test_particulars_that_forms_need_are_lines_of_text(register):
    for wrong in (
        {"name": 7},
        {"phone": ["1"]},
        {"email": "x" * 301},
        {"email": "…"},
        {"email": "a b@c"},
        {"address": "  "},
    ):
        with pytest.raises(InvalidInputError) as refused:
            register.save_applicant(CODE, wrong)
        assert refused.value.field == f"applicant.{next(iter(wrong))}"
    register.save_applicant(CODE, {"name": "Thử", "children": 2, "ward": {"any": "thing"}})


def test_a_paper_is_verified_by_its_value_and_nothing_else_is(register):
    put(register, whole())
    issued = issue(CODE, Form.APOLOGY, register, the_ground())
    assert verify(register, CODE, "apology", issued.letter.seq, issued.letter.check)
    found = verified(CODE, grouped(issued.letter.check).lower(), register)
    assert (found.form, found.seq, found.row.number) == (Form.APOLOGY, issued.letter.seq, 1)
    assert verified(CODE, "AAAAA-AAAAA", register) is None
    with pytest.raises(NotFoundError):
        verified(OTHER, issued.letter.check, register)


def test_where_facts_were_touched_nothing_is_verified_by_them(register):
    put(register, whole())
    issued = issue(CODE, Form.APOLOGY, register, the_ground())
    with register._store.writing() as connection:
        if register._store.dialect == "sqlite":
            connection.execute(text("DROP TRIGGER dossier_fact_no_update"))
        else:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("UPDATE dossier_fact SET reason = 'other' WHERE seq = 9"))
    with pytest.raises(RefusedError, match="not as it was written"):
        verified(CODE, issued.letter.check, register)


def test_a_control_slip_can_be_had_at_any_time_and_again(register):
    told = put(register, received())
    first = issue(CODE, Form.CONTROL_SLIP, register, the_ground())
    assert issue(CODE, Form.CONTROL_SLIP, register, the_ground()) == first
    assert first.letter.seq == len(told.story.told)
    assert [each.row.form for each in issued_letters(CODE, register, the_ground())] == ["receipt", "control_slip"]


def test_a_sweep_issues_what_nobody_has_read(register):
    put(register, whole())
    put(register, received(Told(code=OTHER)))
    assert register.without_letters() == [CODE, OTHER]
    assert sweep(register, the_ground(), batch=1) == 7
    assert register.without_letters() == []
    assert sweep(register, the_ground()) == 0


def test_R53_a_sweep_writes_a_refusal_on_the_merits_and_looks_at_no_other_result(register):
    put(register, refused())
    granted = received(Told(code=OTHER)).does("Wed 2026-11-04 10:20", f.ResultReady(result="granted"))
    put(register, granted)
    issue(CODE, Form.RECEIPT, register, the_ground())
    assert [row.form for row in register.letters(CODE)] == ["receipt", "refusal"]
    issue(OTHER, Form.RECEIPT, register, the_ground())
    assert register.without_letters() == []


def test_a_refusal_nobody_has_read_is_found_by_the_index_of_what_issues_letters(register):
    put(register, refused())
    register.issue_letters([new(CODE, 2)])
    assert register.without_letters() == [CODE]
    assert sweep(register, the_ground()) == 1
    assert register.without_letters() == []


def test_the_book_holds_every_dossier_of_the_year_in_order_of_receipt(register):
    put(register, received(Told(code=OTHER)))
    put(register, whole())
    made = tracking_book(ONE_STOP, 2026, register, the_ground(), NOW, by=f"{ONE_STOP}/TN-01")
    assert [line.code for line in made.lines] == [CODE, OTHER]
    assert {line.applicant.name for line in made.lines} == {APPLICANT.name}
    assert (made.closed, made.number) == (False, "07")
    assert made.lines[0].note.vi == "Dừng giải quyết"
    assert tracking_book(ONE_STOP, 2026, register, the_ground(), NOW).lines[0].applicant.name is None
    assert tracking_book(ONE_STOP, 2025, register, the_ground(), NOW).lines == ()
    assert len(register.readings(CODE)) == 1


def test_a_book_of_a_year_to_come_or_of_another_agency_is_refused(register):
    with pytest.raises(InvalidInputError, match="no book of 2027"):
        tracking_book(ONE_STOP, 2027, register, the_ground(), NOW)
    with pytest.raises(InvalidInputError, match="does not keep the book"):
        tracking_book(ONE_STOP, 2026, register, the_ground(), NOW, by=LAND)
    with pytest.raises(NotFoundError):
        tracking_book("nobody", 2026, register, the_ground(), NOW)


def test_an_unknown_dossier_has_no_letters(register):
    with pytest.raises(NotFoundError):
        issued_letters(CODE, register, the_ground())
