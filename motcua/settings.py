"""Where things are: read once at start from the environment (`MOTCUA_…`), never from inside the house.

The Temporal server's address, namespace and credentials are Temporal's own settings (`TEMPORAL_ADDRESS`, …).
"""

from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class Role(StrEnum):
    """What a worker process does."""

    DOSSIERS = "dossiers"
    """Carries dossiers, and changes over many of them."""
    DEPARTMENTS = "departments"
    """Asks the department systems it has profiles of."""
    POST = "post"
    """Sends notices and tells operators of alarms; one for each register."""


class Settings(BaseSettings):
    """Settings of one process."""

    model_config = SettingsConfigDict(env_prefix="MOTCUA_", frozen=True, extra="ignore")

    home: Path = Path("var")
    """Folder of everything that is written on one machine: register, server database, keys, logs."""
    register_url: str | None = None
    """SQLAlchemy URL of the register; a SQLite file in `home` where none is given."""
    synchronous: str = "NORMAL"
    """SQLite's `synchronous`: NORMAL survives the death of every process, FULL also of the machine."""
    task_queue: str = "dossiers"
    queues: dict[str, str] = {}
    """Task queues of agencies that run workers of their own, by agency: their legs of linked dossiers live there."""
    catalogue: tuple[Path, ...] = ()
    """Folders of procedure definitions besides the shipped ones."""
    directory: Path | None = None
    """File of agencies in place of the shipped one."""
    calendars: tuple[Path, ...] = ()
    """Files of calendars besides the shipped ones."""
    departments: Path | None = None
    """File of department systems' profiles."""
    subscribers: Path | None = None
    """File of the systems that are told what happens to dossiers."""
    portal: Path | None = None
    """File of the national portal's profile; None: it is told nothing."""
    roles: Annotated[frozenset[Role], NoDecode] = frozenset(Role)
    """What this worker does, with commas between: `departments,post` for an agency that only asks its own systems."""
    serves: Annotated[frozenset[str] | None, NoDecode] = None
    """The department systems this worker asks, with commas between; all that are described where none is named."""
    nexus_queue: str | None = None
    """Task queue on which this worker asks its systems for other installations; a Nexus endpoint leads to it."""
    agency_silent_after: timedelta = Field(default=timedelta(seconds=150), gt=timedelta(seconds=1))
    """How long an agency that asks its own systems may be silent before that counts as an outage."""
    contacts: Path | None = None
    """File, or folder of files, that says where officers and heads are reached."""
    smtp_url: str | None = None
    """Where e-mail is handed over: `smtp+starttls://user@host:587`, `smtps://…`, `smtp://…` on this machine."""
    smtp_password: str | None = Field(default=None, repr=False)
    notices_from: str | None = None
    """Sender of e-mail: `Bộ phận Một cửa <thong-bao@example.gov.vn>`."""
    sms_webhook: str | None = None
    """Address of the gateway that takes short messages."""
    sms_private: bool = False
    """Whether the gateway may be at a private or loopback address."""
    sms_secret: str | None = Field(default=None, repr=False)
    """Secret the gateway knows our messages by (`whsec_…`)."""
    outbox: Path | None = None
    """Folder that takes messages as files, for channels that are not set up."""
    callback_base: str = "http://127.0.0.1:8600"
    """Address under which department systems reach this installation's API."""
    probe_after: float = Field(default=10, ge=1, le=3600)
    """Seconds before a department system that failed is tried again; each try that fails makes it longer."""
    host: str = "127.0.0.1"
    port: int = Field(default=8600, ge=0, le=65535)
    public_url: str | None = None
    """Address under which people reach the pages (`https://mot-cua.example.gov.vn`); none: `http://host:port`."""
    oidc_issuer: str | None = None
    """The identity provider that persons sign in at; none: nobody signs in, only keys open anything."""
    oidc_client_id: str = "motcua"
    oidc_client_secret: str | None = Field(default=None, repr=False)
    """What the provider knows this installation by; none: a public client, secured by PKCE alone."""
    session_idle_minutes: int = Field(default=30, ge=1, le=24 * 60)
    session_hours: int = Field(default=10, ge=1, le=24)
    """How long a session lasts at most, however much it is used."""
    requests_per_minute: int = Field(default=600, ge=1)
    """Of one person."""
    system_requests_per_minute: int = Field(default=12_000, ge=1)
    """Of one key."""
    unknown_requests_per_minute: int = Field(default=60, ge=1)
    """Of one address from which nobody has signed in: public pages, sign-in, wrong keys."""
    repair_alone_up_to: int = Field(default=20, ge=0, le=100_000)
    """How many dossiers somebody may have repaired alone within 24 hours, in one repair or several; above, a second
    person confirms."""
    build_id: str | None = None
    """Version of this worker build; where given, dossiers stay on the build they began a run with."""
    cached_dossiers: int | None = Field(default=None, ge=0)
    """How many dossiers a worker keeps warm; unsaid: as this machine's memory allows."""
    turns_per_second: int | None = Field(default=None, ge=1, le=1000)
    """How many dossiers that fall due at one moment are woken in a second; unsaid: as this machine's speed allows."""
    anchors: Path | None = None
    """Folder of the daily anchors; `anchors` in `home` where none is given."""
    anchor_recipients: Annotated[tuple[str, ...], NoDecode] = ()
    """E-mail addresses outside that each anchor is sent to, with commas between."""
    log_json: bool = True

    @field_validator("roles", "serves", "anchor_recipients", mode="before")
    @classmethod
    def _with_commas(cls, value: Any) -> Any:
        return [word.strip() for word in value.split(",") if word.strip()] if isinstance(value, str) else value

    @property
    def register(self) -> str:
        """Return the register's URL."""
        return self.register_url or f"sqlite:///{self.home.resolve() / 'register.db'}"

    @property
    def site(self) -> str:
        """Return the address of the pages, without a slash at its end."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def anchors_folder(self) -> Path:
        """Return the folder of the daily anchors."""
        return self.anchors or self.home / "anchors"

    @property
    def master_key_file(self) -> Path:
        """Return the file of the key that guards applicants' data."""
        return self.home / "master.key"
