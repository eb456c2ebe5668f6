"""Which version governs a dossier (R20–R22), and what never enters the catalogue."""

import re
from datetime import date

import pytest

from motcua.agencies.shipped import directory
from motcua.errors import DefinitionError, InvalidInputError, NotFoundError
from motcua.procedures.catalogue import Catalogue
from motcua.procedures.shipped import CATALOGUE, catalogue
from tests.procedures.chains import chain

PERMIT = "1.013225"


def postmark_house() -> Catalogue:
    """The house permit as if its transition clause read `received or post-marked before`."""
    old, new = catalogue().versions(PERMIT)
    return Catalogue([old, new.model_copy(update={"postmark_counts": True})])


def written(folder, name: str, text: str):
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("received", "version", "total"),
    [
        (date(2026, 6, 30), "2025-07-01", "20cd"),  # Tue, the last day of the old law
        (date(2026, 7, 1), "2026-07-01", "7wd"),  # Wed, the first of the new
    ],
)
def test_R21_the_day_of_receipt_chooses_the_version(received, version, total):
    found = catalogue().version_for(PERMIT, received)
    assert (found.version, str(found.total)) == (version, total)


@pytest.mark.parametrize("code", ["1.013225", "1.013225.000.00.00.H61"])
def test_R20_the_suffix_of_the_authority_changes_nothing(code):
    assert catalogue().version_for(code, date(2026, 11, 2)).version == "2026-07-01"
    assert catalogue().get(code, "2025-07-01").code == PERMIT


@pytest.mark.parametrize(
    ("postmarked", "version"),
    [(date(2026, 6, 30), "2025-07-01"), (date(2026, 7, 1), "2026-07-01"), (None, "2026-07-01")],
)
def test_R22_post_marked_before_the_change_follows_the_old_version(postmarked, version):
    assert postmark_house().version_for(PERMIT, date(2026, 7, 2), postmarked).version == version


def test_R22_without_the_clause_the_post_mark_counts_for_nothing():
    assert catalogue().version_for(PERMIT, date(2026, 7, 2), date(2026, 6, 30)).version == "2026-07-01"


def test_R22_a_post_mark_after_receipt_is_a_mistake():
    with pytest.raises(InvalidInputError, match="R22"):
        catalogue().version_for(PERMIT, date(2026, 7, 2), date(2026, 7, 3))


def test_R22_post_marked_when_no_version_was_in_force_finds_none():
    with pytest.raises(NotFoundError, match="2026-06-30"):
        catalogue().version_for("3.000333", date(2026, 7, 2), date(2026, 6, 30))


@pytest.mark.parametrize(
    ("code", "received", "said"),
    [
        ("9.999999", date(2026, 7, 1), "There is no procedure 9.999999"),
        ("2.000986", date(2024, 7, 1), "no version in force on 2024-07-01"),  # superseded the day before
        ("TN13", date(2014, 12, 31), "2015-01-01"),
    ],
)
def test_R20_no_version_is_an_error_that_names_those_there_are(code, received, said):
    with pytest.raises(NotFoundError) as refusal:
        catalogue().version_for(code, received)
    assert said in str(refusal.value)
    assert refusal.value.rule == "R20"


def test_a_refused_definition_is_reported_and_asking_for_it_says_why(tmp_path):
    file = written(tmp_path, "bad.yaml", chain("5wd", "8wd", code="XX09"))
    loaded = Catalogue.load([file], directory())
    assert [(report.procedure, report.refused) for report in loaded.refused] == [("XX09", True)]
    assert loaded.codes() == ()
    for ask in (lambda: loaded.version_for("XX09", date(2026, 2, 2)), lambda: loaded.get("XX09", "2026-01-01")):
        with pytest.raises(DefinitionError) as refusal:
            ask()
        assert refusal.value.field == f"{file}:9"
        assert "8 working days" in refusal.value.message


def test_a_file_that_cannot_be_read_is_refused_and_the_others_serve(tmp_path):
    written(tmp_path, "a.yaml", "code: [")
    written(tmp_path, "b.yaml", chain("5wd", "5wd", code="XX08"))
    loaded = Catalogue.load([tmp_path], directory())
    assert loaded.codes() == ("XX08",)
    assert [report.findings[0].code for report in loaded.refused] == ["yaml"]


def test_two_versions_in_force_on_one_day_are_refused(tmp_path):
    first = chain("5wd", "5wd", code="XX08")
    written(tmp_path, "a.yaml", first)
    written(tmp_path, "b.yaml", first.replace('version: "2026-01-01"', "version: two"))
    loaded = Catalogue.load([tmp_path], directory())
    assert [p.version for p in loaded] == ["2026-01-01"]
    assert [(f.code, f.line) for f in loaded.refused[0].findings] == [("validity_overlaps", 4)]


def test_a_version_read_again_may_only_be_given_its_end(tmp_path):
    first = chain("5wd", "5wd", code="XX08")
    a = written(tmp_path, "a.yaml", first)
    ended = written(tmp_path, "b.yaml", first.replace("valid_from", "valid_to: 2026-06-30\nvalid_from"))
    other = written(tmp_path, "c.yaml", first.replace("total: 5wd", "total: 6wd"))
    assert Catalogue.load([a, ended], directory()).get("XX08", "2026-01-01").valid_to == date(2026, 6, 30)
    loaded = Catalogue.load([a, other], directory())
    assert str(loaded.get("XX08", "2026-01-01").total) == "5wd"
    assert "version_twice" in {f.code for f in loaded.refused[0].findings}


def test_a_catalogue_is_never_made_of_versions_in_force_together():
    old, new = catalogue().versions(PERMIT)
    with pytest.raises(DefinitionError, match="R20"):
        Catalogue([old, new.model_copy(update={"valid_from": date(2026, 6, 30)})])
    with pytest.raises(DefinitionError, match="two versions"):
        Catalogue([old, old])


def test_a_missing_file_is_an_error(tmp_path):
    with pytest.raises(NotFoundError):
        Catalogue.load([tmp_path / "none.yaml"], directory())


SHIPPED_PERMIT = CATALOGUE / "1.013831-2025.yaml"


def said_once(language: str, text: str) -> str:
    """The definition with every note in one language, as a plain text."""
    inline = re.sub(r'note: \{vi: ("[^"]*"), en: ("[^"]*")\}', rf"note: \{language}", text)
    return re.sub(r'(source|note):\n +vi: (".*")\n +en: (".*")\n', rf"\1: \{int(language) + 1}\n", inline)


@pytest.mark.parametrize("language", ["1", "2"])
def test_a_version_read_again_with_plain_notes_is_the_one_that_was_translated(tmp_path, language):
    again = said_once(language, SHIPPED_PERMIT.read_text(encoding="utf-8"))
    assert "source: " in again
    file = written(tmp_path, "again.yaml", again.replace("valid_from", "valid_to: 2026-12-31\nvalid_from", 1))
    loaded = Catalogue.load([SHIPPED_PERMIT, file], directory())
    assert loaded.refused == ()
    shipped = catalogue().get("1.013831", "2025-07-01")
    found = loaded.get("1.013831", "2025-07-01")
    assert found.valid_to == date(2026, 12, 31)
    assert found == shipped.model_copy(update={"valid_to": found.valid_to})


def test_a_version_read_again_with_another_note_is_another_version(tmp_path):
    text = SHIPPED_PERMIT.read_text(encoding="utf-8")
    file = written(tmp_path, "again.yaml", text.replace("Provincial internal", "Some other internal"))
    loaded = Catalogue.load([SHIPPED_PERMIT, file], directory())
    assert "version_twice" in {f.code for f in loaded.refused[0].findings}
