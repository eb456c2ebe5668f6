"""Registers for letters: the same tests on both databases."""

from tests.register.conftest import migrated, new_url, postgres, register, url

__all__ = ["migrated", "new_url", "postgres", "register", "url"]
