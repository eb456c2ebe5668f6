"""Codes of agencies, dossiers and procedures: read strictly, written exactly, never rewritten (R18–R20)."""

import re
from dataclasses import dataclass
from datetime import date

from motcua.errors import InvalidInputError

_OLD = re.compile(r"[0-9A-Z]{3}\.[0-9A-Z]{2}\.[0-9A-Z]{2}\.[A-Y][0-9]{2}")
_NEW = re.compile(r"[A-Y][0-9]{2}(\.[0-9A-Z]+)*")
_LONGEST = 35
_DOSSIER = re.compile(r"(?P<agency>[0-9A-Z.]{3,35})-(?P<day>\d{6}|\d{8})-(?P<number>\d{4,7})")
_PROCEDURE = re.compile(r"(?P<key>\d\.\d{6})(\.\d{3}\.\d{2}\.\d{2}\.[A-Y]\d{2})?")
_LOCAL = re.compile(r"[A-Z]{1,6}[0-9]{1,6}|[a-z0-9][a-z0-9.-]*")
_WIDTHS = {6: 4, 8: 7}
"""Digits of the day's number for a date of six or eight digits."""


def is_old_style(code: str) -> bool:
    """Whether an agency code is of the old form, smallest unit left: `000.00.07.H07` (QCVN 102:2016/BTTTT)."""
    return _OLD.fullmatch(code) is not None


def checked_agency_code(code: str) -> str:
    """Return an agency's identifier unchanged, of either generation: `000.00.07.H07` or `G09.20` (R19).

    Raises:
        InvalidInputError: It is of neither form, or longer than 35 characters.
    """
    if is_old_style(code) or (_NEW.fullmatch(code) and len(code) <= _LONGEST):
        return code
    raise InvalidInputError(
        f"{code!r} is not an agency code",
        vi=f"{code} không phải là mã định danh cơ quan hợp lệ",
        field="agency_code",
        rule="R19",
        hint="Write 000.00.07.H07 (QCVN 102:2016) or H07.12.3 (Decision 20/2020/QĐ-TTg), in capitals.",
        hint_vi="Ghi dạng 000.00.07.H07 (QCVN 102:2016) hoặc H07.12.3 (Quyết định 20/2020/QĐ-TTg), chữ in hoa.",
    )


@dataclass(frozen=True, slots=True)
class DossierCode:
    """The code of a dossier: agency of receipt, local date of receipt, number of that day; it never changes.

    Raises:
        InvalidInputError: The agency code is of no known form, or the day's numbers are used up (R18).
    """

    agency: str
    received: date
    number: int
    """From 1; at most 9,999 in the four-digit form."""
    long: bool = False
    """Whether it is written with the eight-digit date and the seven-digit number of the newer form."""

    def __post_init__(self) -> None:
        checked_agency_code(self.agency)
        most = 10**self._digits - 1
        if not 1 <= self.number <= most:
            raise InvalidInputError(
                f"Number {self.number} of {self.received.isoformat()} at {self.agency} does not fit: "
                f"a day's dossiers are numbered 1 to {most}",
                vi=f"Số thứ tự {self.number} ngày {self.received:%d/%m/%Y} của {self.agency} vượt quá {most}",
                field="number",
                rule="R18",
                hint="Use the longer form of the code for this agency.",
                hint_vi="Dùng dạng mã dài hơn cho cơ quan này.",
            )

    @property
    def _digits(self) -> int:
        return _WIDTHS[8 if self.long else 6]

    @classmethod
    def parse(cls, text: str) -> "DossierCode":
        """Return what a code of either generation says: `000.00.07.H07-200312-0005`, `G09.20-20260609-0092637` (R19).

        Raises:
            InvalidInputError: It is no dossier code, or its date does not exist.
        """
        found = _DOSSIER.fullmatch(text)
        if found is None or len(found["number"]) != _WIDTHS[len(found["day"])]:
            raise _not_a_dossier_code(text)
        day = found["day"] if len(found["day"]) == 8 else f"20{found['day']}"
        try:
            received = date(int(day[:4]), int(day[4:6]), int(day[6:]))
        except ValueError:
            raise _not_a_dossier_code(text) from None
        return cls(found["agency"], received, int(found["number"]), long=len(found["day"]) == 8)

    def format(self) -> str:
        """Return the code as it is printed on the slip."""
        day = f"{self.received:%Y%m%d}" if self.long else f"{self.received:%y%m%d}"
        return f"{self.agency}-{day}-{self.number:0{self._digits}d}"

    def __str__(self) -> str:
        return self.format()


def procedure_key(code: str) -> str:
    """Return the code a procedure is filed under: without the authority's suffix (R20).

    `1.004269` and `1.004269.000.00.00.H07` are one procedure; local codes such as `TN13` stay as they are.

    Raises:
        InvalidInputError: It is no procedure code.
    """
    text = code.strip()
    found = _PROCEDURE.fullmatch(text)
    if found:
        return found["key"]
    if _LOCAL.fullmatch(text) and not re.match(r"\d+\.\d", text):
        return text
    raise InvalidInputError(
        f"{code!r} is not a procedure code",
        vi=f"{code} không phải là mã thủ tục hành chính",
        field="procedure",
        rule="R20",
        hint="Write 1.004269, 1.004269.000.00.00.H07, or a local code such as TN13.",
        hint_vi="Ghi 1.004269, 1.004269.000.00.00.H07, hoặc mã của địa phương như TN13.",
    )


def _not_a_dossier_code(text: str) -> InvalidInputError:
    return InvalidInputError(
        f"{text!r} is not a dossier code",
        vi=f"{text} không phải là mã hồ sơ hợp lệ",
        field="code",
        rule="R19",
        hint="Write 000.00.07.H07-200312-0005 or G09.20-20260609-0092637, with a date that exists.",
        hint_vi="Ghi 000.00.07.H07-200312-0005 hoặc G09.20-20260609-0092637, với ngày có thật.",
    )
