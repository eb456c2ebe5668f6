"""Pages over real HTTP: a house of its own, and people who sign in by the played provider."""

from datetime import UTC, datetime

import pytest

from tests.access.conftest import House, ground, house, new_house, provider, web  # noqa: F401
from tests.web.taking_over import take_over


@pytest.fixture(scope="session")
def codes(house: House) -> dict[str, str]:  # noqa: F811
    """Take dossiers over, once: early and overdue, paying, returned, by name."""
    return take_over(house.register, house.ground, datetime.now(UTC))
