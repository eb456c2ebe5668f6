"""Registers for letters: the same tests on both databases."""

from tests.register.conftest import new_url, postgres, register, url

__all__ = ["new_url", "postgres", "register", "url"]
