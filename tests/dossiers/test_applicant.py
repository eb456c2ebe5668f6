"""What is known of an applicant, as forms and notices read it."""

from motcua.dossiers.applicant import Applicant, applicant_of


def test_what_was_kept_before_it_was_checked_is_left_out_and_the_rest_is_read() -> None:
    kept = {"name": "Người Thử", "email": "…", "phone": "  ", "address": 7, "other": "kept, printed nowhere"}
    assert applicant_of(kept) == Applicant(name="Người Thử")
    assert applicant_of(None) == Applicant()
    assert applicant_of({"email": " mau@vi-du.example "}).email == "mau@vi-du.example"
