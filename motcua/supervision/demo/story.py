"""Telling what happens, and noting whether it is what was expected."""

import time
from dataclasses import dataclass, field

import typer


class UnexpectedError(Exception):
    """The demonstration met something that must not be; it ends with exit code 1."""


@dataclass
class Story:
    """The lines of the demonstration: Vietnamese first, English beside."""

    began: float = field(default_factory=time.monotonic)
    failures: list[str] = field(default_factory=list)
    expectations: int = 0

    def chapter(self, vi: str, en: str) -> None:
        """Begin a chapter."""
        typer.echo("")
        typer.secho(f"── {vi} · {en}", bold=True)

    def line(self, vi: str, en: str) -> None:
        """Tell one thing."""
        typer.echo(f"  {self.seconds:5.1f}s  {vi} · {en}")

    def expect(self, holds: bool, vi: str, en: str) -> None:
        """Tell one thing that must be so."""
        self.expectations += 1
        if holds:
            typer.echo(f"  {self.seconds:5.1f}s  ✓ {vi} · {en}")
        else:
            self.failures.append(en)
            typer.secho(f"  {self.seconds:5.1f}s  ✗ {vi} · {en}", fg=typer.colors.RED)

    @property
    def seconds(self) -> float:
        """Return the seconds since the beginning."""
        return time.monotonic() - self.began
