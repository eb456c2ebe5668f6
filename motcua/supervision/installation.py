"""What one process of an installation opens, after its settings."""

import contextlib
from collections.abc import Iterator

from temporalio.client import Client

from motcua.dossiers.ground import Ground
from motcua.dossiers.loading import load_ground
from motcua.errors import NotFoundError
from motcua.register.footing import Footing
from motcua.register.register import Register
from motcua.settings import Settings
from motcua.supervision.campaigns import CampaignDesk
from motcua.supervision.counter import Counter
from motcua.supervision.keys import master_key


def footing_of(settings: Settings, register: Register) -> Footing:
    """Return what an installation decides on: its files, and what was published and decided in its register since."""
    footing = Footing(register, load_ground(settings.catalogue, settings.directory, settings.calendars))
    footing.follow()
    return footing


def ground_of(settings: Settings, register: Register) -> Ground:
    """Return procedures, agencies and calendars of an installation as they are now."""
    return footing_of(settings, register).ground


@contextlib.contextmanager
def register_of(settings: Settings, *, new: bool = False) -> Iterator[Register]:
    """Open the register of an installation until the block is left.

    Args:
        settings: Where it is.
        new: Whether it may be made where there is none.

    Raises:
        NotFoundError: It is a file that is not there; reading makes no new one, which would look like "nothing stuck".
    """
    if not new:
        _must_be_there(settings)
    register = Register.open(settings.register, master_key=master_key(settings), synchronous=settings.synchronous)
    try:
        yield register
    finally:
        register.close()


def _must_be_there(settings: Settings) -> None:
    file = settings.home / "register.db"
    if settings.register_url is None and not file.exists():
        raise NotFoundError(
            f"There is no register at {file}.",
            vi=f"Không có sổ đăng ký tại {file}.",
            field="MOTCUA_HOME",
            hint="Go to the folder where `make up` runs, set MOTCUA_HOME, or make one with `motcua migrate`.",
            hint_vi="Vào thư mục đang chạy `make up`, đặt MOTCUA_HOME, hoặc tạo sổ bằng `motcua migrate`.",
        )


def counter_of(settings: Settings, client: Client, register: Register) -> Counter:
    """Return the counter of an installation."""
    return Counter(client, register, ground_of(settings, register), settings.task_queue)


def campaigns_desk_of(settings: Settings, client: Client, register: Register) -> CampaignDesk:
    """Return where campaigns of an installation are started."""
    return CampaignDesk(client, register, ground_of(settings, register), settings.task_queue)
