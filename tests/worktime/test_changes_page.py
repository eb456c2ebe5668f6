"""The decision on the page for operators is one, and does what the page says."""

from pathlib import Path

from motcua.worktime.allowance import Allowance
from motcua.worktime.decisions import decision_from, layer_of_decisions
from motcua.worktime.documents import read_document
from motcua.worktime.due import due_at
from motcua.worktime.fitting import must_fit
from motcua.worktime.layers import Rank, combine, layer_of

PAGE = (Path(__file__).parents[2] / "docs" / "changes.md").read_text(encoding="utf-8")


def test_R10_the_decision_on_the_page_moves_the_date_as_the_page_says(tmp_path, vn, at, on):
    file = tmp_path / "swap.yaml"
    file.write_text(PAGE.split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    decision = decision_from(read_document(file))
    must_fit(decision, vn, on("Tue 2026-11-10"))
    assert f"--confirm calendar:{decision.id}" in PAGE
    layer = layer_of_decisions([decision], "vn", Rank.PROVINCE)
    changed = combine([layer_of(vn), layer], id="vn")
    received, allow = at("Mon 2026-11-09 08:00"), Allowance.parse("11wd")
    assert due_at(received, allow, vn) == at("Wed 2026-11-25 17:00")
    assert due_at(received, allow, changed) == at("Thu 2026-11-26 17:00")
    assert "due Wed 2026-11-25 becomes due Thu 2026-11-26" in PAGE
