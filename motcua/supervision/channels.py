"""The channels an installation has set up, after its settings."""

from motcua.errors import InvalidInputError
from motcua.notices.contacts import Contacts, load_contacts
from motcua.notices.folder import FolderMessenger
from motcua.notices.port import Channel, Messenger
from motcua.notices.smtp import SmtpMessenger, SmtpServer
from motcua.notices.webhook import WebhookMessenger
from motcua.settings import Settings


def messengers_of(settings: Settings) -> dict[Channel, Messenger]:
    """Return an adapter for each channel that is set up; a folder, where one is given, takes the place of the others.

    Raises:
        InvalidInputError: An address, a sender or a secret is none.
    """
    found: dict[Channel, Messenger] = {}
    if settings.outbox is not None:
        found = dict.fromkeys(Channel, FolderMessenger(settings.outbox))
    if settings.smtp_url is not None:
        server = SmtpServer.read(settings.smtp_url, settings.smtp_password)
        found[Channel.EMAIL] = SmtpMessenger(server, _needed(settings.notices_from, "MOTCUA_NOTICES_FROM"))
    if settings.sms_webhook is not None:
        secret = _needed(settings.sms_secret, "MOTCUA_SMS_SECRET")
        found[Channel.SMS] = WebhookMessenger(settings.sms_webhook, secret, private=settings.sms_private)
    return found


def channels_of(settings: Settings) -> tuple[Channel, ...]:
    """Return the channels that are set up; where there is none, notices wait."""
    if settings.outbox is not None:
        return tuple(Channel)
    given = {Channel.EMAIL: settings.smtp_url, Channel.SMS: settings.sms_webhook}
    return tuple(channel for channel, address in given.items() if address is not None)


def contacts_of(settings: Settings) -> Contacts:
    """Return where officers and heads are reached; nowhere where no file says so.

    Raises:
        DefinitionError: A file is not what it should be.
    """
    return load_contacts(settings.contacts) if settings.contacts else Contacts()


def _needed(value: str | None, name: str) -> str:
    if value:
        return value
    raise InvalidInputError(
        f"{name} is not set, and notices cannot be sent without it.",
        vi=f"Chưa đặt {name} nên không gửi được thông báo.",
        field=name,
        hint="See docs/notices.md.",
        hint_vi="Xem docs/notices.md.",
    )
