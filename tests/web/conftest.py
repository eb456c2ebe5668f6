"""Pages over real HTTP: a house of its own, and people who sign in by the played provider."""

from tests.access.conftest import ground, house, new_house, provider, web  # noqa: F401
