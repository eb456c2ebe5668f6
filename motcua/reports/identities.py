"""The identities a form 06 has to hold before anybody signs it (R65)."""

from collections.abc import Iterable

from motcua.dossiers.parts import Model
from motcua.errors import MotcuaError
from motcua.reports.figures import Figures


class Check(Model):
    """One identity with both its sides, as they were counted."""

    formula: str
    """By the numbers of the columns; `(11)'` is the previous period's."""
    left: int
    right: int

    @property
    def holds(self) -> bool:
        """Whether both sides are the same."""
        return self.left == self.right


class DisagreementError(MotcuaError):
    """The figures of a report contradict one another: it is not handed out, for the register has to be looked at."""

    kind = "report-disagrees"


def checks(of: Figures, open_before: int) -> tuple[Check, ...]:
    """Return the identities of one line.

    Args:
        of: Its counts.
        open_before: What was in process at the end of the previous period, counted by itself.
    """
    c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13 = of.columns
    return (
        Check(formula="(3) = (4) + (5) + (6)", left=c3, right=c4 + c5 + c6),
        Check(formula="(3) = (7) + (11)", left=c3, right=c7 + c11),
        Check(formula="(7) = (8) + (9) + (10)", left=c7, right=c8 + c9 + c10),
        Check(formula="(11) = (12) + (13)", left=c11, right=c12 + c13),
        Check(formula="(6) = (11)'", left=c6, right=open_before),
    )


def must_agree(lines: Iterable[tuple[str, tuple[Check, ...]]]) -> None:
    """Return if every identity of every line holds.

    Args:
        lines: The name of each line, and its checks.

    Raises:
        DisagreementError: One does not; the sentence names the line, the identity and both sides.
    """
    for name, each in lines:
        for check in each:
            if not check.holds:
                said = f"{check.formula}: {check.left} ≠ {check.right}"
                raise DisagreementError(
                    f"The report does not add up at {name}: {said}. It is not handed out.",
                    vi=f"Số liệu không khớp tại {name}: {said}. Báo cáo không được xuất.",
                    field="figures",
                    rule="R65",
                    hint="Verify the register (`motcua verify`), then report the line to whoever operates it.",
                    hint_vi="Kiểm tra sổ đăng ký (`motcua verify`), rồi báo dòng này cho đơn vị vận hành.",
                )
