"""What is known of an applicant, as forms and notices read it."""

import pytest

from motcua.dossiers.applicant import Applicant, applicant_of, checked_applicant
from motcua.errors import InvalidInputError


def test_what_was_kept_before_it_was_checked_is_left_out_and_the_rest_is_read() -> None:
    kept = {"name": "Người Thử", "email": "…", "phone": "  ", "address": 7, "other": "kept, printed nowhere"}
    assert applicant_of(kept) == Applicant(name="Người Thử")
    assert applicant_of(None) == Applicant()
    assert applicant_of({"email": " mau@vi-du.example "}).email == "mau@vi-du.example"


@pytest.mark.parametrize("phone", ["0909 123 456", "+84 (0)270 3822 333", "1022", "0909123456 (con trai)"])
def test_a_telephone_number_is_taken_as_it_is_written(phone: str) -> None:
    assert checked_applicant({"phone": phone}).phone == phone


@pytest.mark.parametrize(("field", "said"), [("phone", "không phải là số điện thoại"), ("email", "thư điện tử")])
def test_what_is_no_number_or_address_is_refused_by_its_name_on_the_form(field: str, said: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        checked_applicant({field: "abc"})
    assert said in refused.value.message_vi
    assert refused.value.field == f"applicant.{field}"
