"""Tables of the command line: whole in a pipe, readable on a narrow terminal."""

from io import StringIO

from rich.console import Console
from rich.table import Table

from motcua.supervision.terminal import WIDE, paper, print_table, table
from motcua.worktime.words import Words

HEADS = (Words("Hồ sơ", "Dossier"), Words("Đang giữ", "Held by"), Words("", ""), Words("Tiếp theo", "Next"))
CODE, HOLDER, NEXT = "000.01.41.H61-261105-0001", "Văn phòng Đăng ký đất đai tỉnh Vĩnh Long", "Đôn đốc " * 12


def crowded() -> Table:
    """Return a table of one row with more than a narrow line holds."""
    rows = table(HEADS, "vi", whole=len(CODE))
    rows.add_row(CODE, HOLDER, "▲ 61.6 h", f"Đôn đốc:\n{NEXT}")
    return rows


def printed(*, terminal: bool, width: int) -> list[str]:
    """Return the lines a table is printed in."""
    out = StringIO()
    console = Console(file=out, width=width, force_terminal=terminal, color_system=None)
    print_table(crowded(), console)
    return out.getvalue().splitlines()


def test_on_a_narrow_terminal_each_row_stands_as_lines_of_its_own() -> None:
    lines = printed(terminal=True, width=80)
    assert lines[:3] == [CODE, f"  Đang giữ: {HOLDER}", "  ▲ 61.6 h"]
    assert lines[3].startswith("  Tiếp theo: Đôn đốc: Đôn đốc")
    assert max(map(len, lines)) <= 80


def test_on_a_terminal_with_room_and_in_a_pipe_it_is_a_table() -> None:
    for lines in (printed(terminal=True, width=140), printed(terminal=False, width=80)):
        assert lines[0].startswith("Hồ sơ ")
        assert "┃" in lines[0]


def test_where_nobody_looks_on_a_line_is_wide_enough(monkeypatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    assert paper().width == WIDE
    assert paper(100).width == 100
