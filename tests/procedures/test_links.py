"""R44: a linked step opens a dossier of its own under a published procedure, within a limit."""

import pytest

from motcua.agencies.shipped import directory
from motcua.errors import DefinitionError
from motcua.procedures.catalogue import Catalogue
from motcua.procedures.findings import Severity
from tests.procedures.chains import chain, definition, step


def linked(opens: str, *, code: str = "XX01", allow: str = "3wd") -> str:
    """Receipt, one linked dossier, the return of its result: 5 working days in all."""
    steps = [
        step("s1", "2wd", kind="intake"),
        step("s2", allow, ["s1"], kind="linked", more=f"opens: {opens}, " if opens else ""),
        step("s3", "0wd", ["s2"], kind="return"),
    ]
    return definition("5wd", steps, code=code)


def loaded(folder, **texts: str) -> Catalogue:
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return Catalogue.load([folder], directory())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (linked(""), "linked_opens"),
        (linked("XX02").replace("kind: linked", "kind: appraise"), "linked_opens"),
        (linked("XX02", allow="none"), "linked_without_limit"),
        (linked("XX01"), "linked_circle"),
        (linked("XX02").replace("opens: XX02", "opens: XX02, system: tax"), "linked_system"),
        (linked("XX02", allow="4wd"), "path_over_limit"),  # 2 + 4 of 5: a leg counts like any step (R12)
        (linked('"XX 2"'), "wrong_value"),
    ],
)
def test_R44_a_linked_step_names_another_procedure_and_its_limit(report, text, code):
    assert [finding.code for finding in report(text).refusals] == [code]


def test_R44_a_single_file_is_only_warned_of_a_procedure_that_is_not_there(report):
    found = report(linked("XX02"))
    assert [(f.severity, f.code, f.where) for f in found.findings] == [
        (Severity.WARN, "linked_unknown", "steps[1].opens")
    ]


def test_R44_the_catalogue_takes_both_in_whatever_the_order_of_their_files(tmp_path):
    found = loaded(tmp_path, a=linked("XX02"), b=chain("3wd", "1wd", "2wd", code="XX02"))
    assert found.codes() == ("XX01", "XX02")
    assert all(report.findings == () for report in found.reports)


def test_R44_the_catalogue_refuses_what_opens_a_procedure_it_does_not_have(tmp_path):
    found = loaded(tmp_path, a=linked("XX02"), b=linked("XX01", code="XX03"), c=chain("2wd", "9wd", code="XX02"))
    assert found.codes() == ()
    assert [[f.code for f in report.refusals] for report in found.reports] == [
        ["linked_unknown"],  # XX02 is refused, since 9 days of steps do not fit 2
        ["linked_unknown"],  # and so is what opens XX01
        ["path_over_limit"],
    ]
    with pytest.raises(DefinitionError, match="opens XX02"):
        found.get("XX01", "2026-01-01")


def test_R44_procedures_that_open_each_other_would_never_end(tmp_path):
    found = loaded(tmp_path, a=linked("XX02"), b=linked("XX01", code="XX02"))
    assert [report.refused for report in found.reports] == [True, True]


def test_R44_a_leg_whose_own_limit_is_longer_than_the_step_is_warned_of(tmp_path):
    found = loaded(tmp_path, a=chain("8wd", "4wd", "4wd", code="XX02"), b=linked("XX02"))
    assert [f.code for report in found.reports for f in report.findings] == ["linked_longer"]
    assert found.codes() == ("XX01", "XX02")


def test_R44_a_leg_that_needs_data_which_the_whole_does_not_have_is_warned_of(tmp_path):
    needs = 'data: {at_home: {type: bool, label: {vi: "tại nhà", en: "at home"}}}\nsteps:'
    found = loaded(tmp_path, a=chain("3wd", "1wd", "2wd", code="XX02").replace("steps:", needs, 1), b=linked("XX02"))
    assert [f.code for report in found.reports for f in report.findings if f.code.startswith("linked")] == [
        "linked_data"
    ]


def test_R44_a_linked_step_comes_after_one_of_the_lead_who_mends_what_is_sent_back(report):
    steps = [step("s1", "3wd", kind="linked", more="opens: XX02, "), step("s2", "0wd", ["s1"], kind="return")]
    assert [finding.code for finding in report(definition("5wd", steps)).refusals] == ["linked_first"]
