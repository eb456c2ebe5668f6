"""How many dossiers this machine keeps warm, so that nobody waits while a history is read back.

Dossiers that fall due at one moment are woken in the order of their opening. With room for fewer than there are each
has been put away just before its turn, and waking it costs nearly twice as much.
"""

import os
from pathlib import Path

from motcua.settings import Settings

EACH = 100 * 1024
"""Bytes a warm dossier takes in a worker."""
SHARE = 8
"""One part in so many of the machine's memory is for warm dossiers."""
LEAST, MOST = 2_000, 50_000
CONTAINER = Path("/sys/fs/cgroup/memory.max")
"""Where Linux says what a container may use; `max` where it may use all."""


def warm_of(settings: Settings) -> int:
    """Return how many dossiers a worker keeps warm: as set, or as this machine's memory allows."""
    return warm_in(memory()) if settings.cached_dossiers is None else settings.cached_dossiers


def warm_in(bytes_of_memory: int) -> int:
    """Return how many dossiers are kept warm on a machine with so much memory."""
    return max(LEAST, min(MOST, bytes_of_memory // SHARE // EACH))


def memory(container: Path = CONTAINER) -> int:
    """Return the bytes of memory this process may use."""
    whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    allowed = container.read_text().strip() if container.exists() else ""
    return min(whole, int(allowed)) if allowed.isdigit() else whole
