"""Which fields each message has, and what may stand in them."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from motcua.departments.simulator.portal.codes import Code, Fault

Check = Callable[[Any], Code | None]
"""Says which answer a value earns; None: it is right."""

AGENCY = re.compile(r"[0-9A-Z]{3}(\.[0-9A-Z]{2}){2}\.[A-Y][0-9]{2}|(?=.{3,35}$)[A-Y][0-9]{2}(\.[0-9A-Z]+)*")
DOSSIER = re.compile(r"(?P<agency>[0-9A-Z.]{3,35})-(?:(?P<short>\d{6})-\d{4}|(?P<long>\d{8})-\d{7})")


def text(value: Any) -> Code | None:
    """A text, perhaps empty."""
    return None if isinstance(value, str) and len(value) <= 2000 else Code.FIELD


def words(value: Any) -> Code | None:
    """A text that says something."""
    return text(value) or (None if value.strip() else Code.FIELD)


def matching(pattern: str) -> Check:
    """Return a check for texts of one form."""
    form = re.compile(pattern)
    return lambda value: None if isinstance(value, str) and form.fullmatch(value) else Code.FIELD


def one_of(*allowed: str) -> Check:
    """Return a check for codes of a closed list."""
    return lambda value: None if isinstance(value, str) and value in allowed else Code.LIST


def date(value: Any) -> Code | None:
    """A date of fourteen digits that exists, or an empty text."""
    if value == "":
        return None
    return needed_date(value)


def needed_date(value: Any) -> Code | None:
    """A date of fourteen digits that exists."""
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{14}", value):
        return Code.DATE
    try:
        datetime.strptime(value, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return Code.DATE
    return None


def dossier_code(value: Any) -> Code | None:
    """A dossier's code of either generation, with an agency's code and a day that exist."""
    found = DOSSIER.fullmatch(value) if isinstance(value, str) else None
    if found is None or not AGENCY.fullmatch(found["agency"]):
        return Code.FIELD
    day = found["long"] or f"20{found['short']}"
    return None if needed_date(f"{day}000000") is None else Code.FIELD


def money(value: Any) -> Code | None:
    """An amount of đồng, as a text."""
    return None if isinstance(value, str) and re.fullmatch(r"\d{1,15}(\.\d{1,2})?", value) else Code.FIELD


def listing(fields: Mapping[str, Check]) -> Check:
    """Return a check for a list of such entries."""

    def check(value: Any) -> Code | None:
        if not isinstance(value, list):
            return Code.FIELD
        return next((fault.code for entry in value if (fault := faults(fields, entry))), None)

    return check


def faults(fields: Mapping[str, Check], entry: Any) -> Fault | None:
    """Return the first thing that is wrong with an entry: fields that lack, that nobody knows, or do not fit."""
    if not isinstance(entry, dict):
        return Fault(Code.FIELD, "an entry is no object")
    for name in sorted(set(fields) - set(entry)):
        return Fault(Code.FIELD, f"{name} is missing")
    for name in sorted(set(entry) - set(fields)):
        return Fault(Code.FIELD, f"{name} is not known")
    for name, check in fields.items():
        if (code := check(entry[name])) is not None:
            return Fault(code, f"{name} does not fit")
    return None


STATUS = one_of(*(str(number) for number in range(1, 11)))
PAPER = {"TenGiayTo": words, "SoLuong": matching(r"[1-9]\d{0,3}"), "LoaiGiayTo": one_of("0", "1", "2")}
FEE = {
    "TenPhiLePhi": words,
    "MaPhiLePhi": words,
    "HinhThucThu": one_of("1", "2", "4"),
    "Gia": money,
    "LoaiPhiLePhi": one_of("1", "2"),
}
DOSSIER_FIELDS: dict[str, Check] = {
    "MaHoSo": dossier_code,
    "MaTTHC": matching(r"\d\.\d{6}(\.\d{3}\.\d{2}\.\d{2}\.[A-Y]\d{2})?"),
    "TenTTHC": words,
    "MaLinhVuc": matching(r"[A-Y]\d{2}-[0-9A-Z]{1,20}"),
    "TenLinhVuc": words,
    "SoBienNhan": text,
    "ChuHoSo": text,
    "LoaiDoiTuong": one_of("0", "1", "2"),
    "MaDoiTuong": text,
    "ThongTinKhac": text,
    "Email": matching(r"([^@\s]+@[^@\s]+)?"),
    "Fax": text,
    "SoDienThoai": text,
    "TrichYeuHoSo": words,
    "NgayTiepNhan": date,
    "NgayHenTra": date,
    "TrangThaiHoSo": STATUS,
    "NgayTra": date,
    "ThongTinTra": text,
    "HinhThuc": one_of("1", "2", "3"),
    "NgayKetThucXuLy": date,
    "DonViXuLy": words,
    "GhiChu": text,
    "TaiLieuNop": listing(
        {
            "TepDinhKemId": words,
            "TenTepDinhKem": words,
            "IsDeleted": one_of("True", "False"),
            "MaThanhPhanHoSo": text,
            "DuongDanTaiTepTin": text,
        }
    ),
    "DanhSachLePhi": listing(FEE),
    "DanhSachTepDinhKemKhac": listing(PAPER),
    "DanhSachHoSoBoSung": listing(
        {
            "HoSoBoSungId": words,
            "NguoiYeuCauBoSung": words,
            "NoiDungBoSung": words,
            "NgayBoSung": needed_date,
            "NguoiTiepNhanBoSung": text,
            "ThongTinTiepNhan": text,
            "NgayTiepNhanBoSung": date,
            "TrangThaiBoSung": one_of("0", "1", "2"),
            "DanhSachGiayToBoSung": listing(PAPER),
            "DanhSachLePhiBoSung": listing(FEE),
            "NgayHenTraTruoc": date,
            "NgayHenTraMoi": date,
        }
    ),
    "DanhSachGiayToKetQua": listing(
        {"TenGiayTo": words, "MaThanhPhanHoSo": text, "GiayToId": words, "DuongDanTepTinKetQua": text}
    ),
}
PROGRESS_FIELDS: dict[str, Check] = {
    "MaHoSo": dossier_code,
    "NguoiXuLy": words,
    "ChucDanh": text,
    "ThoiDiemXuLy": needed_date,
    "PhongBanXuLy": words,
    "NoiDungXuLy": words,
    "TrangThai": STATUS,
    "NgayBatDau": date,
    "NgayKetThucTheoQuyDinh": date,
}
