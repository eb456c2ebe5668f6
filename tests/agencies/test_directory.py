"""Who holds which role, where, on which date (R64, R69–R72)."""

from datetime import date

import pytest

from motcua.agencies.agency import Agency, Level, Name, Succession
from motcua.agencies.directory import Directory
from motcua.agencies.shipped import directory
from motcua.errors import DefinitionError, InvalidInputError, NotFoundError

TODAY = date(2026, 11, 23)
LAST_DAY, FIRST_DAY = date(2025, 6, 30), date(2025, 7, 1)


def agency(name: str, territory: str = "86", **more: object) -> Agency:
    values = {
        "id": name,
        "name": Name(vi=name, en=name),
        "kind": "office",
        "level": Level.PROVINCE,
        "territory": territory,
        "valid_from": date(2020, 1, 1),
    }
    return Agency.model_validate(values | more)


@pytest.mark.parametrize(
    ("seat", "territory", "on", "holder"),
    [
        ("one_stop", "28777", TODAY, "an-hoi.ttpvhcc"),  # the ward's own one-stop comes first
        ("one_stop", "86", TODAY, "vinhlong.ttpvhcc"),
        ("one_stop_province", "28777", TODAY, "vinhlong.ttpvhcc"),  # the ward has none: the province's
        ("tax", "28777", TODAY, "vinhlong.thue"),
        ("prime_minister", "28777", TODAY, "thu-tuong"),  # up to the nation
        ("=vinhlong.pc07", "28777", TODAY, "vinhlong.pc07"),
        ("=G12", "28777", TODAY, "bo-tai-chinh"),  # a fixed agency by its code
        ("tax", "28777", LAST_DAY, "bentre.thue"),  # the ward still lay in Bến Tre
        ("insurance", "28777", LAST_DAY, "tp-bentre.bhxh"),  # held by the district
        ("land_office", "83", FIRST_DAY, "vinhlong.vpdkdd"),  # the old province's office has a successor
        ("one_stop", "04273", date(2015, 5, 4), "tp-yenbai.mot-cua"),
    ],
)
def test_a_role_is_held_by_commune_then_province_then_nation_on_the_date(seat, territory, on, holder):
    assert directory().resolve(seat, territory, on).id == holder


def test_a_role_that_nobody_holds_is_an_error_that_says_what_to_do():
    with pytest.raises(NotFoundError) as refusal:
        directory().resolve("harbour_master", "28777", TODAY)
    assert refusal.value.field == "seat"
    assert refusal.value.hint
    assert "harbour_master" in refusal.value.message_vi


def test_a_role_that_two_hold_is_an_error_that_names_both():
    both = Directory([agency("a", seats=("tax",)), agency("b", seats=("tax",))])
    with pytest.raises(InvalidInputError, match="a, b"):
        both.resolve("tax", "86", TODAY)


def test_an_unknown_territory_is_an_error():
    with pytest.raises(NotFoundError, match="999"):
        directory().resolve("tax", "999", TODAY)


@pytest.mark.parametrize("name", ["000.00.07.H07", "bentre.ttpvhcc"])
def test_R70_old_codes_find_their_agency_for_ever(name):
    assert directory().get(name).id == "bentre.ttpvhcc"


def test_R64_an_unknown_agency_is_an_error():
    with pytest.raises(NotFoundError, match="R64"):
        directory().get("000.00.99.H99")


def test_R69_an_abolished_district_is_followed_by_the_commune_of_the_place():
    assert directory().successor("tp-bentre.ubnd", FIRST_DAY, territory="28756").id == "phu-khuong.ubnd"
    assert directory().successor("tp-bentre.ubnd", LAST_DAY, territory="28756").id == "tp-bentre.ubnd"


def test_R71_a_split_without_a_place_is_nobodys_guess():
    split = Directory(
        [agency("old", valid_to=LAST_DAY), agency("east"), agency("west")],
        [Succession(from_id="old", to_id=to, on=FIRST_DAY, basis="L72") for to in ("east", "west")],
    )
    with pytest.raises(InvalidInputError, match="2 successors"):
        split.successor("old", TODAY)


def test_R71_a_split_by_place_finds_one_successor_for_each():
    split = Directory(
        [agency("old", valid_to=LAST_DAY, seats=("tax",)), agency("east", "28777"), agency("west", "28756")],
        [
            Succession(from_id="old", to_id="east", on=FIRST_DAY, scope="territory:28777", basis="L72"),
            Succession(from_id="old", to_id="west", on=FIRST_DAY, scope="territory:28756", basis="L72"),
        ],
    )
    assert split.successor("old", TODAY, territory="28756").id == "west"


def test_R72_powers_end_with_the_last_day():
    assert directory().is_active("bentre.thue", LAST_DAY)
    assert not directory().is_active("bentre.thue", FIRST_DAY)
    assert not directory().is_active("vinhlong.thue", LAST_DAY)
    assert directory().is_active("vinhlong.thue", FIRST_DAY)


def test_a_chain_of_successions_is_followed_to_its_end():
    chain = Directory(
        [agency("a", valid_to=date(2021, 1, 1)), agency("b", valid_to=date(2022, 1, 1)), agency("c")],
        [
            Succession(from_id="a", to_id="b", on=date(2021, 1, 2), basis="1"),
            Succession(from_id="b", to_id="c", on=date(2022, 1, 2), basis="2"),
        ],
    )
    assert chain.successor("a", date(2021, 6, 1)).id == "b"
    assert chain.successor("a", TODAY).id == "c"


@pytest.mark.parametrize(
    ("agencies", "successions", "said"),
    [
        ([agency("a"), agency("a")], [], "never given twice"),
        ([agency("a", codes=("H61",)), agency("b", codes=("H61",))], [], "never given twice"),
        ([agency("a", parent="z")], [], "not in the directory"),
        ([agency("a", parent="b"), agency("b", parent="a")], [], "comes back to itself"),
        ([agency("a")], [Succession(from_id="a", to_id="z", on=TODAY, basis="x")], "not in the directory"),
        (
            [agency("a"), agency("b")],
            [Succession(from_id=x, to_id=y, on=TODAY, basis="x") for x, y in ("ab", "ba")],
            "comes back to itself",
        ),
        (
            [agency("a"), agency("b", valid_from=TODAY)],
            [Succession(from_id="a", to_id="b", on=FIRST_DAY, basis="x")],
            "before it exists",
        ),
    ],
)
def test_a_directory_that_contradicts_itself_cannot_exist(agencies, successions, said):
    with pytest.raises(DefinitionError, match=said):
        Directory(agencies, successions)


def test_two_ways_to_one_successor_are_no_circle():
    Directory(
        [agency(name) for name in "abcd"],
        [Succession(from_id=x, to_id=y, on=TODAY, basis="x") for x, y in ("ab", "ac", "bd", "cd")],
    )


def test_every_shipped_agency_that_receives_has_a_code_and_a_known_calendar():
    shipped = directory()
    for each in shipped.agencies:
        if each.kind == "one_stop":
            assert shipped.code_of(each.id)
        assert set(each.calendar) <= {"vn", "vn-24h"}


def test_a_duty_desk_without_a_code_uses_that_of_its_body():
    assert directory().code_of("an-hoi.truc-ban") == directory().get("an-hoi.cong-an").codes[0]


def test_an_agency_without_any_code_cannot_receive():
    with pytest.raises(NotFoundError, match="R18"):
        directory().code_of("vinhlong.toa-an")


def test_a_directory_file_with_a_fault_names_the_line(tmp_path):
    file = tmp_path / "bodies.yaml"
    file.write_text("source: x\nagencies:\n  - id: a\n    kind: tax\n", encoding="utf-8")
    with pytest.raises(DefinitionError) as refusal:
        Directory.load(file)
    assert refusal.value.field == f"{file}:3"
