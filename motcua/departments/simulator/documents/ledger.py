"""What a played exchange was handed and keeps in its mailboxes, in SQLite so that it outlives the process."""

import itertools
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter

from motcua.departments.edxml.parts import Document
from motcua.departments.simulator.documents.mail import Mail, Taken, Worded, fingerprint
from motcua.departments.simulator.documents.schema import PAGES, SEEN, TABLES
from motcua.departments.simulator.documents.script import Script, Scripts, next_one, told
from motcua.errors import ConflictError

PAGE: Final = 5
"""Messages told at once: few, so that whoever fetches them has to turn the page."""

PAGE_SIZE: Final = 1024 * 1024
"""Characters told at once, unless one message alone has more."""

_SCRIPTS: Final = TypeAdapter(Scripts)


class PostLedger:
    """The memory of every played exchange; each method is one transaction.

    Args:
        state: The file it is kept in, or None to forget everything with the process.
    """

    def __init__(self, state: Path | None = None) -> None:
        self._db = sqlite3.connect(state or ":memory:")
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.executescript(TABLES)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def tell(self, system: str, script: Script) -> Scripts:
        """Tell an organisation what to do; return what is in force."""
        with self._db:
            return self._keep(system, told(self.scripts(system), script))

    def scripts(self, system: str) -> Scripts:
        """Return what was told, the one in force last."""
        row = self._db.execute("SELECT told FROM edxml_script WHERE system = ?", (system,)).fetchone()
        return _SCRIPTS.validate_json(row["told"]) if row else ()

    def next_script(self, system: str) -> Script:
        """Return how the next message is treated, and count it."""
        with self._db:
            current, rest = next_one(self.scripts(system))
            self._keep(system, rest)
        return current

    def failing(self, system: str) -> Script | None:
        """Return how a look fails, and count it; None where it does not."""
        told_so = self.scripts(system)
        return self.next_script(system) if told_so and told_so[-1].status is not None else None

    def take(self, system: str, document: Document, script: Script, now: float) -> Taken:
        """Take a document; the same again is recognised by its identifier and does nothing but count.

        Raises:
            ConflictError: Its identifier was used before for another document; nothing was counted.
        """
        documentid = document.header.document_id
        written = (document.model_dump_json(by_alias=True), script.model_dump_json())
        with self._db:
            row = self._db.execute(
                """INSERT INTO edxml_document (system, documentid, fingerprint, document, script, received_at)
                VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (system, documentid) DO UPDATE SET sent = sent + 1
                WHERE fingerprint = excluded.fingerprint RETURNING sent""",
                (system, documentid, fingerprint(document), *written, now),
            ).fetchone()
            if row is not None and row["sent"] == 1:
                self._db.execute("INSERT INTO edxml_effect (system, documentid) VALUES (?, ?)", (system, documentid))
        if row is None:
            raise ConflictError(
                "The document's identifier was used before for another document.",
                vi="Mã văn bản này đã được dùng cho văn bản khác.",
                field="DocumentId",
            )
        taken = self.taken(system, documentid)
        assert taken is not None, "it was just written"
        return taken

    def taken(self, system: str, documentid: str) -> Taken | None:
        """Return a document that was handed over before, or None."""
        row = self._row(system, documentid)
        if row is None:
            return None
        document = Document.model_validate_json(row["document"])
        script = Script.model_validate_json(row["script"])
        return Taken(document, script, row["received_at"], repeated=row["sent"] > 1, recalls=row["recalls"])

    def put(self, system: str, taken: Taken, words: Iterable[Worded]) -> None:
        """Put messages into the mailbox of whoever sent."""
        sender, document = taken.document.header.sender.organ_id, taken.document.header.document_id
        rows = [
            (system, sender, document, said.word, said.body, said.visible_at, said.look, taken.script.push_to)
            for said in words
        ]
        with self._db:
            self._db.executemany(
                """INSERT INTO edxml_mail (system, organid, documentid, word, body, visible_at, look, push_to)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
                rows,
            )

    def recall(self, system: str, documentid: str, now: float) -> tuple[bool, bool]:
        """Count a recall; return whether it is the first, and whether the document was answered before it.

        What was still to be said is not said any more, if it is in time.
        """
        with self._db:
            row = self._db.execute(
                """UPDATE edxml_document SET recalls = recalls + 1 WHERE system = ? AND documentid = ?
                RETURNING recalls""",
                (system, documentid),
            ).fetchone()
            answered = self._db.execute(
                f"SELECT 1 FROM edxml_mail AS m WHERE {SEEN} AND word IN ('answer', 'refusal', '02', '06')",
                (system, documentid, now),
            ).fetchone()
        return row["recalls"] == 1, answered is not None

    def forget_unsaid(self, system: str, documentid: str, now: float) -> None:
        """Take back what was still to be said of a document."""
        with self._db:
            self._db.execute(
                f"""DELETE FROM edxml_mail WHERE system = ? AND documentid = ? AND position NOT IN
                (SELECT position FROM edxml_mail AS m WHERE {SEEN})""",
                (system, documentid, system, documentid, now),
            )

    def mailbox(self, system: str, organid: str, documentid: str, after: int, now: float) -> tuple[list[Mail], bool]:
        """Return a page of what is to be seen after a position, in order, and whether there is more."""
        if after < 0:
            with self._db:
                self._db.execute(
                    "UPDATE edxml_document SET looks = looks + 1 WHERE system = ? AND documentid = ?",
                    (system, documentid),
                )
        rows = self._db.execute(
            f"""SELECT position, body, visible_at, push_to FROM edxml_mail AS m WHERE {SEEN}
            AND organid = ? AND position > ? ORDER BY position LIMIT ?""",
            (system, documentid, now, organid, after, PAGE + 1),
        )
        mails = [Mail(**dict(row)) for row in rows]
        sizes = itertools.accumulate(len(mail.body) for mail in mails)
        fitting = sum(1 for number, size in enumerate(sizes) if number == 0 or (number < PAGE and size <= PAGE_SIZE))
        return mails[:fitting], fitting < len(mails)

    def to_push(self) -> list[Mail]:
        """Return every message that has to be sent somewhere and was not taken there yet."""
        rows = self._db.execute(
            """SELECT position, body, visible_at, push_to FROM edxml_mail
            WHERE push_to IS NOT NULL AND NOT pushed ORDER BY position"""
        )
        return [Mail(**dict(row)) for row in rows]

    def pushed(self, position: int) -> None:
        """Note that a message was taken where it was sent."""
        with self._db:
            self._db.execute("UPDATE edxml_mail SET pushed = 1 WHERE position = ?", (position,))

    def pages(self, system: str) -> dict[str, dict[str, int]]:
        """Return the counts of every document handed over."""
        rows = [dict(row) for row in self._db.execute(PAGES, (system,))]
        return {row.pop("documentid"): row for row in rows}

    def _row(self, system: str, documentid: str) -> Any:
        found = "SELECT * FROM edxml_document WHERE system = ? AND documentid = ?"
        return self._db.execute(found, (system, documentid)).fetchone()

    def _keep(self, system: str, scripts: Scripts) -> Scripts:
        written = _SCRIPTS.dump_json(scripts).decode()
        self._db.execute(
            "INSERT INTO edxml_script VALUES (?, ?) ON CONFLICT DO UPDATE SET told = excluded.told", (system, written)
        )
        return scripts
