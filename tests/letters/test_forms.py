"""Forms by key: their numbers and titles are those of the law of the day a dossier was received."""

from datetime import date

import pytest

from motcua.errors import RefusedError
from motcua.letters.forms import Form, law_on, title_of

OLD, NEW = date(2025, 9, 14), date(2025, 9, 15)


def test_number_05_is_the_control_slip_in_the_old_circular_and_the_stop_notice_in_the_new():
    old, new = law_on(OLD), law_on(NEW)
    assert [form for form, title in old.forms.items() if title.number == "05"] == [Form.CONTROL_SLIP]
    assert [form for form, title in new.forms.items() if title.number == "05"] == [Form.STOP]


@pytest.mark.parametrize(
    ("form", "old", "new"),
    [
        (Form.RECEIPT, "01", "01"),
        (Form.SUPPLEMENT, "02", "02"),
        (Form.REFUSAL, "03", "03"),
        (Form.APOLOGY, "04", "04"),
        (Form.STOP, None, "05"),
        (Form.CONTROL_SLIP, "05", "06"),
        (Form.TRACKING_BOOK, "06", "07"),
        (Form.TRANSFER_SLIP, None, None),  # the decree's own paper, without a number in either circular
    ],
)
def test_each_form_has_the_number_its_circular_gives_it(form, old, new):
    assert tuple(law.forms[form].number if form in law.forms else None for law in (law_on(OLD), law_on(NEW))) == (
        old,
        new,
    )


@pytest.mark.parametrize(
    ("day", "law"),
    [
        (date(2015, 5, 5), "QD-09-2015"),
        (date(2018, 6, 20), "QD-09-2015"),  # the last day of Decision 09/2015
        (date(2018, 6, 21), "ND-61-2018"),
        (date(2019, 1, 5), "ND-61-2018"),
        (date(2019, 1, 6), "TT-01-2018"),  # its first day
        (date(2025, 7, 1), "TT-01-2018"),  # Decree 118/2025 is in force, its circular not yet
        (date(2025, 9, 14), "TT-01-2018"),
        (date(2025, 9, 15), "TT-03-2025"),
    ],
)
def test_the_law_of_a_form_is_that_of_the_date(day, law):
    assert law_on(day).id == law


def test_before_the_circulars_no_number_is_printed():
    assert {title.number for title in law_on(date(2018, 1, 2)).forms.values()} == {None}


def test_the_old_law_knows_no_stop_notice_and_says_so():
    with pytest.raises(RefusedError, match="01/2018") as refused:
        title_of(Form.STOP, law_on(OLD))
    assert "Thông báo dừng" in refused.value.message_vi
    assert refused.value.hint
