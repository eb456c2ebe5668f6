"""What one process of an installation opens, after its settings."""

import contextlib
from collections.abc import Iterator

from temporalio.client import Client

from motcua.dossiers.ground import Ground
from motcua.dossiers.loading import load_ground
from motcua.register.register import Register
from motcua.settings import Settings
from motcua.supervision.counter import Counter
from motcua.supervision.keys import master_key


def ground_of(settings: Settings) -> Ground:
    """Return procedures, agencies and calendars of an installation."""
    return load_ground(settings.catalogue, settings.directory, settings.calendars)


@contextlib.contextmanager
def register_of(settings: Settings) -> Iterator[Register]:
    """Open the register of an installation until the block is left."""
    register = Register.open(settings.register, master_key=master_key(settings), synchronous=settings.synchronous)
    try:
        yield register
    finally:
        register.close()


def counter_of(settings: Settings, client: Client, register: Register) -> Counter:
    """Return the counter of an installation."""
    return Counter(client, register, ground_of(settings), settings.task_queue)
