"""Applicants' data: unreadable without their key, and never anywhere else."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from motcua.errors import InvalidInputError, NotFoundError, RefusedError, UnavailableError
from motcua.register.columns import Table
from motcua.register.register import Register
from tests.register.papers import at, whole_life

CODE = "H07-261123-0001"
DATA = {"name": "Test Person A", "phone": "000-111", "children": 2, "ward": "Phường Thử Nghiệm"}
OFFICER = "land-office/LO-7"


def test_data_come_back_as_they_were_kept_and_the_reading_is_noted(register: Register) -> None:
    register.save_applicant(CODE, DATA)
    noon = at("Mon 2026-11-23 12:00")
    assert register.applicant(CODE, OFFICER, "print the slip", at=noon) == DATA
    (reading,) = register.readings(CODE)
    assert (reading.who, reading.purpose, reading.at) == (OFFICER, "print the slip", noon)


def test_data_saved_again_replace_the_ones_before(register: Register) -> None:
    register.save_applicant(CODE, DATA)
    register.save_applicant(CODE, DATA | {"phone": "000-222"})
    assert register.applicant(CODE, OFFICER, "call back")["phone"] == "000-222"


def test_personal_data_are_nowhere_in_clear(register: Register) -> None:
    whole_life(register, CODE)
    register.save_applicant(CODE, DATA)
    assert b"Test Person A" not in b"".join(everything(register))
    assert "Thử Nghiệm".encode() not in b"".join(everything(register))


def everything(register: Register) -> Iterator[bytes]:
    with register._store.reading() as connection:
        for table in Table.metadata.sorted_tables:
            for row in connection.execute(table.select()):
                yield from (value if isinstance(value, bytes) else str(value).encode() for value in row)


def test_forgetting_loses_the_key_for_good_and_keeps_the_dossier(register: Register) -> None:
    paper = whole_life(register, CODE)
    register.save_applicant(CODE, DATA)
    assert register.forget_applicant(CODE) is True
    assert register.forget_applicant(CODE) is False
    with pytest.raises(RefusedError, match="were deleted"):
        register.applicant(CODE, OFFICER, "curiosity")
    with pytest.raises(RefusedError, match="were deleted"):
        register.save_applicant(CODE, DATA)
    assert register.dossier(CODE) == paper.now
    assert register.verify(CODE) is None


def test_a_lost_key_is_nowhere_in_the_file_any_more(register: Register) -> None:
    if register._store.dialect != "sqlite":
        pytest.skip("PostgreSQL clears its pages in its own time")
    register.save_applicant(CODE, DATA)
    with register._store.reading() as connection:
        wrapped = connection.execute(text("SELECT wrapped FROM dossier_key")).scalar_one()
    file = Path(str(register._store.engine.url.database))
    register.forget_applicant(CODE)
    for part in file.parent.glob(f"{file.name}*"):
        assert wrapped not in part.read_bytes()


def test_a_lost_key_is_nowhere_any_more_though_somebody_still_read_what_was_there_before(register: Register) -> None:
    file = register._store.file
    if file is None:
        pytest.skip("PostgreSQL clears its pages in its own time")
    register.save_applicant(CODE, DATA)
    with register._store.reading() as connection:
        wrapped = connection.execute(text("SELECT wrapped FROM dossier_key")).scalar_one()
        forgetting = threading.Thread(target=register.forget_applicant, args=[CODE])
        forgetting.start()
        time.sleep(0.5)
        assert forgetting.is_alive()
    forgetting.join()
    for part in file.parent.glob(f"{file.name}*"):
        assert wrapped not in part.read_bytes()


def test_each_dossier_has_a_key_of_its_own(register: Register) -> None:
    register.save_applicant(CODE, DATA)
    register.save_applicant("H07-261123-0002", DATA)
    register.forget_applicant(CODE)
    assert register.applicant("H07-261123-0002", OFFICER, "print the slip") == DATA


def test_data_moved_to_another_dossier_cannot_be_read_there(register: Register) -> None:
    register.save_applicant(CODE, DATA)
    with register._store.writing() as connection:
        connection.execute(text("UPDATE applicant SET dossier = 'other'"))
        connection.execute(text("UPDATE dossier_key SET dossier = 'other'"))
    with pytest.raises(UnavailableError, match="cannot be read"):
        register.applicant("other", OFFICER, "curiosity")


def test_without_the_right_master_key_nothing_is_read(register: Register, url: str) -> None:
    register.save_applicant(CODE, DATA)
    for key, problem in ((None, "no key to applicants' data"), (b"x" * 32, "with this master key")):
        other = Register.open(url, master_key=key)
        with pytest.raises(UnavailableError, match=problem):
            other.applicant(CODE, OFFICER, "print the slip")
        other.close()
    assert register.readings(CODE) == []


def test_data_are_read_for_a_purpose_and_only_where_there_are_some(register: Register) -> None:
    with pytest.raises(NotFoundError, match="No applicant is kept"):
        register.applicant(CODE, OFFICER, "print the slip")
    register.save_applicant(CODE, DATA)
    for nothing in ("  ", "\x00", "\u202e", "...", "\n-"):
        with pytest.raises(RefusedError, match="for a purpose"):
            register.applicant(CODE, OFFICER, nothing)
    assert register.readings(CODE) == []


def test_a_key_of_another_length_is_refused(url: str) -> None:
    with pytest.raises(InvalidInputError, match="16 bytes; it needs 32"):
        Register.open(url, master_key=b"x" * 16)
