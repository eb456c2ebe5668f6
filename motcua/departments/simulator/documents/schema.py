"""The tables of the played exchanges, and what is asked of them at length."""

from typing import Final

TABLES: Final = """
CREATE TABLE IF NOT EXISTS edxml_script (system TEXT PRIMARY KEY, told TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS edxml_document (
    system TEXT NOT NULL,
    documentid TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    document TEXT NOT NULL,
    script TEXT NOT NULL,
    received_at REAL NOT NULL,
    sent INTEGER NOT NULL DEFAULT 1,
    looks INTEGER NOT NULL DEFAULT 0,
    recalls INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (system, documentid)
);
CREATE TABLE IF NOT EXISTS edxml_effect (id INTEGER PRIMARY KEY, system TEXT NOT NULL, documentid TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS edxml_mail (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    system TEXT NOT NULL,
    organid TEXT NOT NULL,
    documentid TEXT NOT NULL,
    word TEXT NOT NULL,
    body TEXT NOT NULL,
    visible_at REAL NOT NULL,
    look INTEGER NOT NULL DEFAULT 0,
    push_to TEXT,
    pushed INTEGER NOT NULL DEFAULT 0,
    pushes INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS edxml_mail_of ON edxml_mail (system, documentid, position);
"""

PAGES: Final = """
SELECT documentid, sent, recalls,
       (SELECT count(*) FROM edxml_effect AS e WHERE e.system = d.system AND e.documentid = d.documentid) AS effects,
       (SELECT count(*) FROM edxml_mail AS m WHERE m.system = d.system AND m.documentid = d.documentid) AS mails,
       (SELECT count(*) FROM edxml_mail AS m
        WHERE m.system = d.system AND m.documentid = d.documentid AND m.word = '15') AS recalled,
       (SELECT count(*) FROM edxml_mail AS m
        WHERE m.system = d.system AND m.documentid = d.documentid AND m.pushed) AS pushed
FROM edxml_document AS d WHERE system = ? ORDER BY documentid
"""


SEEN: Final = """m.system = ? AND m.documentid = ? AND m.visible_at <= ? AND m.look <=
    (SELECT looks FROM edxml_document AS d WHERE d.system = m.system AND d.documentid = m.documentid)"""
"""Which messages are seen: bound to system, documentid and the present moment."""
