"""The portal's closed lists of codes, and the two services that carry dossiers."""

from enum import StrEnum

from motcua.procedures.fields import Channel


class Service(StrEnum):
    """Which of the portal's services a message goes to."""

    DOSSIER = "DongBoHoSoMC"
    """The whole record of a dossier; the portal keeps the latest."""
    PROGRESS = "CapNhatTienDoHoSoMC"
    """One line of the story: who did what, in which unit, until when."""
    LOOK_UP = "TraCuuHoSo"
    """What the portal holds of a dossier."""


CHANNELS: dict[Channel, str] = {"direct": "1", "online": "2", "post": "3"}
"""KenhThucHien: at the counter, online, by the public postal service."""
APPLICANTS = {"citizen": "0", "enterprise": "1", "household": "2"}
"""LoaiDoiTuong."""
ORIGINAL, COPY, ELECTRONIC = "0", "1", "2"
"""LoaiBan."""
PAID_AT = {"receipt": "1", "supplement": "2", "result": "4"}
"""HinhThucThu."""
FEE, CHARGE = "1", "2"
"""LoaiPhiLePhi: phí, lệ phí."""
WAITED_FOR, GIVEN, LAPSED = "0", "1", "2"
"""TrangThaiBoSung."""
FIRST, LATER = "False", "True"
"""isUpdating: the first push of a dossier, and every one after it (R61)."""
