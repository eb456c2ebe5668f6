"""Opening a dossier that corrects a wrong result: it names one that has its result, of the same procedure (R59)."""

from motcua.errors import InvalidInputError, NotFoundError
from motcua.procedures.definition import Procedure
from motcua.register.register import Register


def must_be_correctable(register: Register, corrects: str, procedure: Procedure) -> None:
    """Refuse a correction of what is unknown, has no result yet, or was another procedure.

    Raises:
        NotFoundError: There is no such dossier.
        InvalidInputError: It has no result that could be wrong, or belongs to another procedure.
    """
    if not register.has(corrects):
        raise NotFoundError(
            f"There is no dossier {corrects} to correct.",
            vi=f"Không có hồ sơ {corrects} để đính chính.",
            field="corrects",
            rule="R59",
            hint="Give the code printed on the slip of the first dossier.",
            hint_vi="Ghi mã in trên giấy hẹn của hồ sơ đầu.",
        )
    first = register.dossier(corrects)
    if first.result is None or first.procedure != procedure.code:
        raise InvalidInputError(
            f"Dossier {corrects} has no result of procedure {procedure.code} that could be corrected.",
            vi=f"Hồ sơ {corrects} chưa có kết quả của thủ tục {procedure.code} để đính chính.",
            field="corrects",
            rule="R59",
            hint="A correction names a finished dossier of the same procedure.",
            hint_vi="Hồ sơ đính chính phải nêu hồ sơ đã có kết quả của cùng thủ tục.",
        )
