"""Messages as the portal reads them: every field of its two services, with names, codes and the applicant put in."""

from dataclasses import dataclass
from typing import Any

from motcua.agencies.codes import DossierCode, checked_agency_code, is_old_style, procedure_key
from motcua.departments.portal import codes
from motcua.departments.portal.dates import portal_date
from motcua.departments.portal.profile import PortalProfile
from motcua.departments.portal.record import Doing, DossierTold, ProgressTold, SupplementTold
from motcua.dossiers.applicant import Applicant
from motcua.dossiers.ground import Ground
from motcua.dossiers.reasons import in_words
from motcua.errors import InvalidInputError, MotcuaError
from motcua.procedures.definition import Ending, Fee, Procedure

Fields = dict[str, Any]
NOBODY = Applicant()
"""No applicant is kept, or their data were deleted: the portal's fields for them stay empty."""
DOINGS = {
    Doing.BEGUN: "Bắt đầu: {}",
    Doing.RECEIVED: "Đã nhận: {}",
    Doing.ASSIGNED: "Phân công: {}",
    Doing.DONE: "Hoàn thành: {}",
    Doing.SILENT: "Quá hạn cho ý kiến: {}",
}


class UntellableError(InvalidInputError):
    """A message the portal could not read: a code is missing or is of no known form. It is given up visibly (R64)."""

    kind = "untellable"


@dataclass(frozen=True)
class Wording:
    """Puts into words what the portal is told, on the ground and under the profile of this installation."""

    ground: Ground
    profile: PortalProfile

    def unit(self, one_stop: str) -> str:
        """Return `madonvi`: the code of the body the message is sent for.

        Raises:
            UntellableError: The agency is unknown or has no code of either generation (R64).
        """
        return self.profile.unit or self._agency_code(one_stop)

    def dossier(self, told: DossierTold, applicant: Applicant = NOBODY) -> Fields:
        """Return one entry of DongBoHoSoMC's `data[]`.

        Raises:
            UntellableError: A code is missing or malformed.
        """
        procedure = self._procedure(told.procedure, told.version)
        said = {
            "MaHoSo": _dossier_code(told.code),
            "MaTTHC": self._procedure_code(told),
            "TenTTHC": procedure.name.vi,
            "MaLinhVuc": self._field_code(procedure),
            "TenLinhVuc": procedure.field.vi,
            "SoBienNhan": told.code,
            **_applicant(told, applicant),
            "TrichYeuHoSo": procedure.name.vi,
            "NgayTiepNhan": portal_date(told.received_at),
            "NgayHenTra": portal_date(told.due),
            "TrangThaiHoSo": self._status(told.status),
            "NgayTra": portal_date(told.returned_at),
            "ThongTinTra": "Trả kết quả tại Bộ phận Một cửa" if told.returned_at else "",
            "HinhThuc": codes.CHANNELS[told.channel],
            "NgayKetThucXuLy": portal_date(told.finished_at),
            "DonViXuLy": self._agency_name(told.competent),
            "GhiChu": in_words(told.note or "").vi,
            "TaiLieuNop": [_document(told, procedure, id) for id in told.documents],
            "DanhSachLePhi": [_fee(told, n, fee) for n, fee in enumerate(procedure.fees, start=1)],
            "DanhSachTepDinhKemKhac": _beside_the_list(told, procedure),
            "DanhSachHoSoBoSung": [self._supplement(told, asked, procedure) for asked in told.supplements],
            "DanhSachGiayToKetQua": _results(told, procedure),
        }
        return self._renamed(said)

    def progress(self, told: ProgressTold) -> Fields:
        """Return one entry of CapNhatTienDoHoSoMC's `data[]`.

        Raises:
            UntellableError: The dossier's code is malformed.
        """
        step = self._step_name(told)
        return self._renamed(
            {
                "MaHoSo": _dossier_code(told.code),
                "NguoiXuLy": told.officer or self._agency_name(told.agency),
                "ChucDanh": "Cán bộ xử lý" if told.officer else "",
                "ThoiDiemXuLy": portal_date(told.at),
                "PhongBanXuLy": self._agency_name(told.agency),
                "NoiDungXuLy": DOINGS[told.doing].format(step),
                "TrangThai": self._status(told.status),
                "NgayBatDau": portal_date(told.since),
                "NgayKetThucTheoQuyDinh": portal_date(told.due),
            }
        )

    def _renamed(self, said: Fields) -> Fields:
        return {self.profile.rename.get(name, name): value for name, value in said.items()}

    def _status(self, status: int) -> str | int:
        return status if self.profile.status_as == "number" else str(status)

    def _procedure(self, code: str, version: str) -> Procedure:
        try:
            return self.ground.procedure(code, version)
        except MotcuaError as unknown:
            raise UntellableError(unknown.message, vi=unknown.message_vi, field="MaTTHC", rule="R20") from None

    def _procedure_code(self, told: DossierTold) -> str:
        key = procedure_key(self.profile.procedures.get(told.procedure, told.procedure))
        if not key[0].isdigit():
            raise UntellableError(
                f"Procedure {told.procedure} has no code of the national database.",
                vi=f"Thủ tục {told.procedure} chưa có mã trong Cơ sở dữ liệu quốc gia về TTHC.",
                field="MaTTHC",
                rule="R20",
                hint="Name its national code in the portal's profile, under `procedures`.",
                hint_vi="Ghi mã quốc gia của thủ tục vào cấu hình của Cổng, mục `procedures`.",
            )
        code = self._agency_code(told.competent) if self.profile.procedure_suffix else ""
        return f"{key}.000.00.00{code[code.rindex('.') :]}" if is_old_style(code) else key

    def _field_code(self, procedure: Procedure) -> str:
        if code := self.profile.fields.get(procedure.field.vi):
            return code
        raise UntellableError(
            f"The field {procedure.field.en} has no code.",
            vi=f"Lĩnh vực {procedure.field.vi} chưa có mã.",
            field="MaLinhVuc",
            hint="Name it in the portal's profile, under `fields` (LayDanhMucLinhVuc lists them).",
            hint_vi="Ghi mã lĩnh vực vào cấu hình của Cổng, mục `fields` (xem LayDanhMucLinhVuc).",
        )

    def _agency_code(self, agency: str) -> str:
        try:
            return checked_agency_code(self.profile.agencies.get(agency) or self.ground.directory.code_of(agency))
        except MotcuaError:
            raise UntellableError(
                f"Agency {agency} has no code the portal could know it by.",
                vi=f"Cơ quan {agency} chưa có mã định danh để gửi lên Cổng.",
                field="madonvi",
                rule="R64",
                hint="Give it a code in the directory, or in the portal's profile under `agencies`.",
                hint_vi="Nhập mã vào danh bạ, hoặc vào cấu hình của Cổng, mục `agencies`.",
            ) from None

    def _agency_name(self, agency: str) -> str:
        return self.ground.directory.get(agency).name.vi if self.ground.directory.knows(agency) else agency

    def _step_name(self, told: ProgressTold) -> str:
        step = self._procedure(told.procedure, told.version).by_id.get(told.step)
        return step.name.vi if step is not None else told.step

    def _supplement(self, told: DossierTold, asked: SupplementTold, procedure: Procedure) -> Fields:
        state = codes.LAPSED if asked.lapsed else codes.GIVEN if asked.given_at else codes.WAITED_FOR
        return {
            "HoSoBoSungId": f"{told.code}/{asked.number}",
            "NguoiYeuCauBoSung": asked.asked_by,
            "NoiDungBoSung": asked.reason,
            "NgayBoSung": portal_date(asked.asked_at),
            "NguoiTiepNhanBoSung": asked.given_by or "",
            "ThongTinTiepNhan": "; ".join(_document_name(procedure, id) for id in asked.documents),
            "NgayTiepNhanBoSung": portal_date(asked.given_at),
            "TrangThaiBoSung": state,
            "DanhSachGiayToBoSung": [_paper(procedure, id, codes.COPY) for id in asked.items],
            "DanhSachLePhiBoSung": [],
            "NgayHenTraTruoc": portal_date(asked.due_before),
            "NgayHenTraMoi": portal_date(asked.due_after),
        }


def _dossier_code(code: str) -> str:
    try:
        return DossierCode.parse(code).format()
    except InvalidInputError as malformed:
        raise UntellableError(malformed.message, vi=malformed.message_vi, field="MaHoSo", rule="R19") from None


def _applicant(told: DossierTold, applicant: Applicant) -> Fields:
    return {
        "ChuHoSo": applicant.name or "",
        "LoaiDoiTuong": codes.APPLICANTS[told.applicant_kind],
        "MaDoiTuong": applicant.id_number or "",
        "ThongTinKhac": applicant.address or "",
        "Email": applicant.email or "",
        "Fax": "",
        "SoDienThoai": applicant.phone or "",
    }


def _document(told: DossierTold, procedure: Procedure, id: str) -> Fields:
    """Return a document that was handed in; the file itself stays where the agency keeps it."""
    return {
        "TepDinhKemId": f"{told.code}/{id}",
        "TenTepDinhKem": _document_name(procedure, id),
        "IsDeleted": "False",
        "MaThanhPhanHoSo": id,
        "DuongDanTaiTepTin": "",
    }


def _fee(told: DossierTold, number: int, fee: Fee) -> Fields:
    return {
        "TenPhiLePhi": fee.name.vi,
        "MaPhiLePhi": f"{told.procedure}-{number}",
        "HinhThucThu": codes.PAID_AT[fee.due],
        "Gia": str(fee.amount) if fee.amount is not None else "0",
        "LoaiPhiLePhi": codes.CHARGE if fee.name.vi.lower().startswith("lệ phí") else codes.FEE,
    }


def _beside_the_list(told: DossierTold, procedure: Procedure) -> list[Fields]:
    """Return papers that came in beside the published list: those a supplement asked for on a legal basis (R23)."""
    listed = {document.id for document in procedure.documents}
    kind = codes.ELECTRONIC if told.channel == "online" else codes.COPY
    return [
        _paper(procedure, id, codes.ORIGINAL if id in told.originals else kind)
        for id in dict.fromkeys((*told.documents, *told.originals))
        if id not in listed
    ]


def _paper(procedure: Procedure, id: str, kind: str) -> Fields:
    return {"TenGiayTo": _document_name(procedure, id), "SoLuong": "1", "LoaiGiayTo": kind}


def _document_name(procedure: Procedure, id: str) -> str:
    return next((document.name.vi for document in procedure.documents if document.id == id), id)


def _results(told: DossierTold, procedure: Procedure) -> list[Fields]:
    """Return the paper of the result; a refusal on the merits is a result too (R53)."""
    if told.result is None:
        return []
    kind = "Văn bản từ chối" if told.result is Ending.REFUSED else "Kết quả"
    return [
        {
            "TenGiayTo": f"{kind}: {procedure.name.vi}",
            "MaThanhPhanHoSo": "",
            "GiayToId": f"{told.code}/result",
            "DuongDanTepTinKetQua": "",
        }
    ]
