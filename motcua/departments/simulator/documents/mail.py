"""What is handed over and what is put into mailboxes."""

import hashlib
from dataclasses import dataclass

from motcua.departments.edxml.parts import Document
from motcua.departments.simulator.documents.script import Script


@dataclass(frozen=True)
class Mail:
    """One message of a mailbox."""

    position: int
    body: str
    visible_at: float
    push_to: str | None


@dataclass(frozen=True)
class Worded:
    """One message to be put into a mailbox."""

    word: str
    body: str
    visible_at: float
    """Seconds since 1970."""
    look: int
    """The look that finds it first; 0: any."""


@dataclass(frozen=True)
class Taken:
    """A document that was handed over."""

    document: Document
    script: Script
    received_at: float
    repeated: bool
    recalls: int


def fingerprint(document: Document) -> str:
    """Return what makes two documents the same: all but when they were issued and are due, and their way."""
    header = document.header.model_dump_json(exclude={"promulgation_info", "due_date"})
    files = "".join(file.model_dump_json() for file in document.attachments)
    return hashlib.sha256((header + files).encode()).hexdigest()
