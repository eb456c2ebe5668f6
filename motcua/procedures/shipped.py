"""The catalogue shipped with motcua: real procedures, to be checked against their decisions before production."""

from functools import cache
from importlib.resources import files
from pathlib import Path

from motcua.agencies.shipped import directory
from motcua.procedures.catalogue import Catalogue

CATALOGUE = Path(str(files("motcua.procedures").joinpath("catalogue")))
"""Folder of its files."""


@cache
def catalogue() -> Catalogue:
    """Return the shipped catalogue, proof-read against the shipped directory; the same object every time."""
    return Catalogue.load([CATALOGUE], directory())
