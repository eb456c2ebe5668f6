"""Where people are reached: what an address is, who stands in for whom, and what a file of contacts may say."""

from datetime import date
from pathlib import Path

import pytest

from motcua.agencies.directory import Directory
from motcua.errors import DefinitionError, NotFoundError
from motcua.notices.addresses import Reach, checked_email, checked_phone
from motcua.notices.contacts import Contacts, load_contacts
from motcua.notices.port import Channel
from tests.dossiers.houses import agency, directory

TODAY = date(2026, 11, 24)
BOTH = (Channel.EMAIL, Channel.SMS)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0900 000 001", "+84900000001"),
        ("090.000.0001", "+84900000001"),
        ("+84 900 000 001", "+84900000001"),
        ("0084900000001", "+84900000001"),
        ("+1 (212) 555-0100", "+12125550100"),
    ],
)
def test_a_telephone_number_is_read_as_people_write_it(written, number):
    assert checked_phone(written) == number


@pytest.mark.parametrize("written", ["", "12345", "+0123456789", "090000000a", "0900000001;0900000002", "1" * 30])
def test_what_is_no_telephone_number_is_none(written):
    with pytest.raises(ValueError, match="no telephone number"):
        checked_phone(written)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "a",
        "a@b",
        "a b@vi-du.example",
        "a@vi-du.example,b@vi-du.example",
        "a@vi-du.example\nBcc: b@x.example",
        "<a@vi-du.example>",
    ],
)
def test_what_is_no_single_e_mail_address_is_none(written):
    with pytest.raises(ValueError, match="no e-mail address"):
        checked_email(written)


def test_an_applicants_unreadable_particulars_are_left_out_and_the_others_used():
    reach = Reach.of_applicant(
        {"name": "x", "email": "not an address", "phone": "0900 000 001", "prefers": "carrier pigeon"}
    )
    assert (reach.email, reach.phone, reach.prefers, reach.language) == (None, "+84900000001", Channel.EMAIL, "vi")
    assert reach.by(BOTH) == (Channel.SMS, "+84900000001")


@pytest.mark.parametrize(
    ("prefers", "channels", "way"),
    [
        ("email", BOTH, Channel.EMAIL),
        ("sms", BOTH, Channel.SMS),
        ("sms", (Channel.EMAIL,), Channel.EMAIL),  # the preferred way is not set up here
        ("email", (), None),
    ],
)
def test_the_preferred_way_is_taken_where_it_is_there(prefers, channels, way):
    found = Reach(email="a@vi-du.example", phone="+84900000001", prefers=prefers).by(channels)
    assert (found[0] if found else None) is way


CONTACTS = Contacts.model_validate(
    {
        "agencies": {
            "department": {
                "office": {"email": "van-phong@vi-du.example"},
                "roles": {"unit_head": {"email": "truong-phong@vi-du.example"}},
                "officers": {"D-7": {"email": "d7@vi-du.example"}},
            },
            "one-stop": {"roles": {"one_stop_head": {"email": "mot-cua@vi-du.example"}}},
            "ward-one-stop": {"office": {"email": "phuong@vi-du.example"}},
        },
        "operators": {"email": "van-hanh@vi-du.example"},
        "default": {"email": "chung@vi-du.example"},
    }
)


@pytest.mark.parametrize(
    ("audience", "whose", "officer", "reached"),
    [
        ("officer", "department", "D-7", "d7"),
        ("officer", "department", "D-8", "van-phong"),  # not listed: the unit
        ("officer", "department", None, "van-phong"),
        ("unit_head", "department", None, "truong-phong"),
        ("lead", "department", None, "truong-phong"),
        ("one_stop_head", "one-stop", None, "mot-cua"),
        ("chair", "department", None, "chung"),  # nobody listed, here or above
        ("unit_head", "tax", None, "chung"),
        ("unit_head", "nobody-knows", None, "chung"),
        ("officer", "old-one-stop", None, "phuong"),  # ended in 2025: its successor's people
        ("operators", None, None, "van-hanh"),
    ],
)
def test_who_is_not_listed_is_reached_at_the_unit_its_successor_or_by_default(audience, whose, officer, reached):
    assert CONTACTS.find(audience, whose, officer, directory(), TODAY).email == f"{reached}@vi-du.example"


def test_a_head_who_is_not_listed_is_reached_at_the_body_above():
    both = Directory([agency("committee"), agency("department", parent="committee")])
    contacts = Contacts.model_validate(
        {"agencies": {"committee": {"roles": {"chair": {"email": "chu-tich@vi-du.example"}}}}}
    )
    assert contacts.find("chair", "department", None, both, TODAY).email == "chu-tich@vi-du.example"


def test_nobody_known_is_an_empty_reach_and_no_error():
    assert Contacts().find("chair", "department", None, directory(), TODAY) == Reach()


def test_a_file_of_contacts_is_read_as_an_official_writes_it(tmp_path: Path):
    file = tmp_path / "contacts.yaml"
    file.write_text(
        "agencies:\n  one-stop:\n    office: {email: mot-cua@vi-du.example, phone: 0270 000 0001, prefers: sms}\n",
        encoding="utf-8",
    )
    reach = load_contacts(file).find("officer", "one-stop", None, directory(), TODAY)
    assert reach.by(BOTH) == (Channel.SMS, "+842700000001")


def test_the_files_of_a_folder_are_read_together(tmp_path: Path):
    for name in ("one-stop", "tax"):
        (tmp_path / f"{name}.yaml").write_text(f"agencies:\n  {name}:\n    office: {{email: {name}@vi-du.example}}\n")
    assert set(load_contacts(tmp_path).agencies) == {"one-stop", "tax"}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("agencies:\n  tax:\n    office: {email: secret-person}\n", ":3"),
        ("agencies:\n  tax:\n    boss: {email: a@vi-du.example}\n", ":3"),
        ("default: {prefers: pigeon}\n", ":1"),
        ("default: {email: a@vi-du.example}\ndefault: {}\n", ":2"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line_and_without_its_addresses(tmp_path: Path, text, line):
    file = tmp_path / "contacts.yaml"
    file.write_text(text)
    with pytest.raises(DefinitionError) as refused:
        load_contacts(file)
    assert str(refused.value.field).endswith(line)
    assert "secret-person" not in str(refused.value)


def test_a_file_that_is_not_there_is_said(tmp_path: Path):
    with pytest.raises(NotFoundError):
        load_contacts(tmp_path / "none.yaml")
