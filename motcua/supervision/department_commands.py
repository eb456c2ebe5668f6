"""`motcua departments`: proof-reads profiles of department systems, and asks each system whether it is there."""

import asyncio
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from time import monotonic
from typing import Annotated

import typer
from pydantic import BaseModel, ConfigDict

from motcua.departments.adapters import adapter_for
from motcua.departments.profile import AnyProfile, load_profiles
from motcua.departments.proofreading import Remark, remarks
from motcua.errors import InvalidInputError, MotcuaError
from motcua.settings import Settings
from motcua.supervision.telling.views import Said
from motcua.supervision.terminal import AsJson, Language, print_json, print_table, said, table
from motcua.worktime.words import Words

DEPARTMENTS = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

HEADS = (
    Words("Hệ thống", "System"),
    Words("Tên", "Name"),
    Words("Tình trạng", "State"),
    Words("Mili giây", "Milliseconds"),
    Words("Chi tiết", "Detail"),
)
THERE, AWAY = Words("hoạt động", "there"), Words("không liên hệ được", "away")
FILE = typer.Argument(help="File of profiles (YAML).")


class Checked(BaseModel):
    """What proof-reading a file found."""

    model_config = ConfigDict(frozen=True)

    file: str
    refused: str | None
    """Every fault with its place, or None."""
    refused_vi: str | None
    systems: tuple[str, ...]
    remarks: tuple[Remark, ...]


class Health(BaseModel):
    """Whether one system is there."""

    model_config = ConfigDict(frozen=True)

    system: str
    name: Said
    there: bool
    milliseconds: int
    detail: str | None = None
    detail_vi: str | None = None


class Healths(BaseModel):
    """Whether each system is there."""

    model_config = ConfigDict(frozen=True)

    systems: tuple[Health, ...]


@DEPARTMENTS.command("check")
def check(file: Annotated[Path, FILE], as_json: AsJson = False, lang: Language = "vi") -> None:
    """Soát tệp cấu hình hệ thống chuyên ngành · Proof-read a file of profiles; exit 1 if it is refused."""
    checked = _checked(file, os.environ)
    if as_json:
        print_json(checked)
    else:
        _tell(checked, lang)
    if checked.refused is not None:
        raise typer.Exit(1)


@DEPARTMENTS.command("health")
def health(
    file: Annotated[Path | None, typer.Option(help="File of profiles; default: MOTCUA_DEPARTMENTS.")] = None,
    as_json: AsJson = False,
    lang: Language = "vi",
) -> None:
    """Hỏi từng hệ thống có hoạt động không · Ask each system whether it is there; exit 1 if one is not."""
    healths = Healths(systems=tuple(asyncio.run(_asked(load_profiles(_named(file)).values()))))
    if as_json:
        print_json(healths)
    else:
        _show(healths, lang)
    if not all(one.there for one in healths.systems):
        raise typer.Exit(1)


def _checked(file: Path, environment: Mapping[str, str]) -> Checked:
    try:
        profiles = load_profiles(file)
    except InvalidInputError as unfit:
        return Checked(file=file.name, refused=str(unfit), refused_vi=unfit.whole_vi, systems=(), remarks=())
    found = tuple(remark for profile in profiles.values() for remark in remarks(profile, environment))
    return Checked(file=file.name, refused=None, refused_vi=None, systems=tuple(profiles), remarks=found)


def _tell(checked: Checked, lang: str) -> None:
    if checked.refused is not None and checked.refused_vi is not None:
        verdict = Words("KHÔNG ĐẠT", "refused")
        typer.echo(f"{checked.file}: {said(verdict, lang)}")
        typer.echo(f"  {said(Words(checked.refused_vi, checked.refused), lang)}")
        return
    verdict = Words("ĐẠT", "accepted")
    typer.echo(f"{checked.file}: {said(verdict, lang)} ({', '.join(checked.systems)})")
    for remark in checked.remarks:
        typer.echo(f"  {remark.system}.{remark.field}: {said(Words(remark.vi, remark.en), lang)}")


def _named(file: Path | None) -> Path:
    found = file or Settings().departments
    if found is None:
        raise InvalidInputError(
            "No file of department systems is named.",
            vi="Chưa chỉ định tệp cấu hình hệ thống chuyên ngành.",
            field="file",
            hint="Set MOTCUA_DEPARTMENTS, or give --file.",
            hint_vi="Đặt MOTCUA_DEPARTMENTS, hoặc dùng --file.",
        )
    return found


async def _asked(profiles: Iterable[AnyProfile]) -> list[Health]:
    return await asyncio.gather(*(_health(profile) for profile in profiles))


async def _health(profile: AnyProfile) -> Health:
    started = monotonic()
    trouble: MotcuaError | None = None
    try:
        department = adapter_for(profile, os.environ)
        try:
            await department.health()
        finally:
            await department.close()
    except MotcuaError as away:
        trouble = away
    return Health(
        system=profile.system,
        name=Said(vi=profile.name.vi, en=profile.name.en),
        there=trouble is None,
        milliseconds=round((monotonic() - started) * 1000),
        detail=None if trouble is None else str(trouble),
        detail_vi=None if trouble is None else trouble.message_vi,
    )


def _show(healths: Healths, lang: str) -> None:
    rows = table(HEADS, lang, right=(3,))
    for one in healths.systems:
        detail = one.detail_vi if lang == "vi" else one.detail
        state = said(THERE if one.there else AWAY, lang)
        rows.add_row(one.system, said(one.name, lang), state, str(one.milliseconds), detail or "")
    print_table(rows)
