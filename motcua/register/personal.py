"""Applicants' data: encrypted with a key per dossier, every reading noted, deleted by losing the key."""

import hashlib
import json
import os
from datetime import UTC, datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import JsonValue
from sqlalchemy import Connection, insert, select, update

from motcua.dossiers.applicant import checked_applicant
from motcua.errors import NotFoundError, RefusedError, UnavailableError
from motcua.register.house_tables import AccessRow, ApplicantRow, DossierKeyRow
from motcua.register.reading import Record
from motcua.register.store import KEY_BYTES, Store
from motcua.register.topic import Topic, sql_table, upsert

NONCE_BYTES = 12


class Access(Record):
    """One reading of personal data."""

    who: str
    purpose: str
    at: datetime


class Personal(Topic):
    """Keeps applicants' data out of everything else."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._save = upsert(store.dialect, ApplicantRow)

    def save_applicant(self, code: str, data: dict[str, JsonValue], *, anew: bool = True) -> None:
        """Keep an applicant's data, encrypted; saved again they replace the ones before.

        Args:
            code: The dossier.
            data: What was said of the applicant.
            anew: Whether it is said now, and checked; what was kept of another dossier is taken over as it is.

        Raises:
            InvalidInputError: A particular that forms have a place for is no line of text, or no address.
            UnavailableError: This process has no master key.
            RefusedError: The data of this dossier were deleted.
        """
        if anew:
            checked_applicant(data)
        body = json.dumps(data, ensure_ascii=False).encode()
        with self._store.writing() as connection:
            key = self._key(connection, code) or self._new_key(connection, code)
            nonce = os.urandom(NONCE_BYTES)
            row = {
                "dossier": code,
                "ciphertext": AESGCM(key).encrypt(nonce, body, code.encode()),
                "nonce": nonce,
                "key_id": self._key_id(),
                "saved_at": datetime.now(UTC),
            }
            connection.execute(self._save, row)

    def applicant(self, code: str, who: str, purpose: str, *, at: datetime | None = None) -> dict[str, JsonValue]:
        """Return an applicant's data, after noting who reads them and what for.

        Args:
            code: The dossier.
            who: Agency or officer that reads.
            purpose: What the data are needed for; never empty.
            at: Moment of reading; None: now.

        Raises:
            NotFoundError: No data were kept for this dossier.
            RefusedError: They were deleted, or no purpose is given.
            UnavailableError: This process has no master key, or not the one the data are kept under.
        """
        if not any(letter.isalnum() for letter in purpose):
            raise _no_purpose()
        with self._store.writing() as connection:
            stored = connection.execute(select(ApplicantRow).where(ApplicantRow.dossier == code)).one_or_none()
            key = self._key(connection, code)
            if stored is None or key is None:
                raise NotFoundError(f"No applicant is kept for {code}.", vi=f"Không có người nộp của {code}.")
            body = _decrypted(key, stored.nonce, stored.ciphertext, code)
            note = {"dossier": code, "who": who, "purpose": purpose.strip(), "at": at or datetime.now(UTC)}
            connection.execute(insert(AccessRow), note)
        read: dict[str, JsonValue] = json.loads(body)
        return read

    def forget_applicant(self, code: str) -> bool:
        """Delete an applicant's data by losing their key; False where there was none to lose. Nothing undoes it."""
        with self._store.writing() as connection:
            lost = connection.execute(
                update(DossierKeyRow)
                .where(DossierKeyRow.dossier == code, DossierKeyRow.wrapped.is_not(None))
                .values(wrapped=None, forgotten_at=datetime.now(UTC))
            )
        self._store.settle()
        return lost.rowcount > 0

    def readings(self, code: str) -> list[Access]:
        """Return who read an applicant's data, in order."""
        query = select(sql_table(AccessRow)).where(AccessRow.dossier == code).order_by(AccessRow.id)
        with self._store.reading() as connection:
            return [Access.model_validate(row) for row in connection.execute(query)]

    def _key(self, connection: Connection, code: str) -> bytes | None:
        """Return a dossier's key, unwrapped; None where it never had one."""
        query = select(DossierKeyRow.wrapped, DossierKeyRow.forgotten_at).where(DossierKeyRow.dossier == code)
        row = connection.execute(query).one_or_none()
        if row is None:
            return None
        if row.wrapped is None:
            raise _forgotten(code)
        nonce, wrapped = row.wrapped[:NONCE_BYTES], row.wrapped[NONCE_BYTES:]
        return _decrypted(self._master(), nonce, wrapped, code)

    def _new_key(self, connection: Connection, code: str) -> bytes:
        key, nonce = os.urandom(KEY_BYTES), os.urandom(NONCE_BYTES)
        wrapped = nonce + AESGCM(self._master()).encrypt(nonce, key, code.encode())
        connection.execute(insert(DossierKeyRow), {"dossier": code, "wrapped": wrapped})
        return key

    def _master(self) -> bytes:
        if self._store.master_key is None:
            raise UnavailableError(
                "This process has no key to applicants' data.",
                vi="Tiến trình này không có khoá dữ liệu cá nhân.",
                hint="Open the register with the master key.",
                hint_vi="Mở sổ đăng ký bằng khoá chính.",
            )
        return self._store.master_key

    def _key_id(self) -> str:
        """Return a name of the master key that tells nothing about it."""
        return hashlib.sha256(b"motcua master key\n" + self._master()).hexdigest()[:16]


def _decrypted(key: bytes, nonce: bytes, ciphertext: bytes, code: str) -> bytes:
    try:
        return AESGCM(key).decrypt(nonce, ciphertext, code.encode())
    except InvalidTag:
        raise UnavailableError(
            f"The applicant of {code} cannot be read with this master key.",
            vi=f"Không giải mã được dữ liệu người nộp của {code}.",
            hint="Restore the master key the data were kept under.",
            hint_vi="Khôi phục khoá chính đã dùng để lưu dữ liệu.",
        ) from None


def _forgotten(code: str) -> RefusedError:
    return RefusedError(
        f"The applicant's data of {code} were deleted.",
        vi=f"Dữ liệu người nộp của {code} đã bị xoá.",
        field="code",
        hint="They cannot be brought back; the dossier itself is kept.",
        hint_vi="Không khôi phục được; bản thân hồ sơ vẫn được lưu.",
    )


def _no_purpose() -> RefusedError:
    return RefusedError(
        "Personal data are read for a purpose.",
        vi="Phải nêu mục đích khi đọc dữ liệu cá nhân.",
        field="purpose",
        hint="Say what the data are needed for.",
        hint_vi="Nêu dữ liệu cần dùng vào việc gì.",
    )
