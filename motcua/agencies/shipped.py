"""The directory shipped with motcua: real bodies of a few places; their identifiers are illustrative."""

from functools import cache
from importlib.resources import files
from pathlib import Path

from motcua.agencies.directory import Directory

DATA = Path(str(files("motcua.agencies").joinpath("data")))
"""Folder of the files it is made of."""


@cache
def directory() -> Directory:
    """Return the shipped directory; the same object every time.

    It holds the province of Vĩnh Long as merged on 1 July 2025 with five communes, the bodies of old Bến Tre that
    ended the day before and what became of them, the one-stop of Yên Bái city in 2015, a branch in Hà Nội, and the
    ministries that the shipped procedures ask.
    """
    return Directory.load(DATA)
