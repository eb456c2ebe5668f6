"""`motcua letter`, `letters`, `book`, `verify-letter`: official papers out of the register."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from motcua.errors import InvalidInputError
from motcua.letters.issuing import form_called
from motcua.letters.typesetter import typesetter
from motcua.settings import Settings
from motcua.supervision.admission import dossier_code
from motcua.supervision.book import tracking_book
from motcua.supervision.installation import ground_of, register_of
from motcua.supervision.papers import issue, issued_letters, printed, sweep, verified
from motcua.supervision.telling.letters import letter_line, letter_view, letters_view
from motcua.supervision.terminal import AsJson, Language, print_json

Code = Annotated[str, typer.Argument(help="Code of the dossier.")]
Out = Annotated[Path | None, typer.Option("-o", "--output", help="The PDF; none: a name of its own in this folder.")]
By = Annotated[
    str | None,
    typer.Option(help="AGENCY or AGENCY/OFFICER that prints: then with the applicant's data, and the reading noted."),
]


def letter(
    code: Code,
    form: Annotated[str, typer.Argument(help="receipt, supplement, refusal, apology, stop, control_slip, …")],
    lang: Language = "vi",
    seq: Annotated[int | None, typer.Option(help="The fact that issued it; none: the last one.")] = None,
    output: Out = None,
    by: By = None,
) -> None:
    """Print one letter on a dossier as a PDF."""
    settings, wanted = Settings(), form_called(form)
    with register_of(settings) as register:
        ground = ground_of(settings, register)
        issued = issue(dossier_code(code), wanted, register, ground, seq)
        pdf = printed(issued, register, ground, lang, by)
    _write(output or Path(f"{issued.letter.code}-{wanted.value}-{issued.letter.seq}.{lang}.pdf"), pdf)
    typer.echo(letter_line(letter_view(issued), lang))


def letters(
    code: Annotated[str | None, typer.Argument(help="Code of the dossier; none with --sweep.")] = None,
    sweeping: Annotated[bool, typer.Option("--sweep", help="Issue what is due on every dossier.")] = False,
    as_json: AsJson = False,
    lang: Language = "vi",
) -> None:
    """List the letters of a dossier, or issue those of all that are due."""
    settings = Settings()
    with register_of(settings) as register:
        if sweeping:
            count = sweep(register, ground_of(settings, register))
            typer.echo(f"Đã cấp số {count} văn bản · {count} letters numbered")
            return
        one = dossier_code(_given(code))
        view = letters_view(one, issued_letters(one, register, ground_of(settings, register)))
    if as_json:
        print_json(view)
        return
    for each in view.letters:
        typer.echo(letter_line(each, lang))
    if not view.letters:
        typer.echo("Chưa có văn bản nào · no letters yet")


def book(
    agency: Annotated[str, typer.Argument(help="Id or code of the one-stop.")],
    year: Annotated[int, typer.Argument(help="Local year of receipt.")],
    output: Out = None,
    lang: Language = "vi",
    by: By = None,
) -> None:
    """Print an agency's book of dossiers of a year."""
    settings = Settings()
    with register_of(settings) as register:
        made = tracking_book(agency, year, register, ground_of(settings, register), datetime.now(UTC), by)
    _write(output or Path(f"{made.agency}-{year}.{lang}.pdf"), typesetter().book(made, lang))


def verify_letter(
    value: Annotated[str, typer.Argument(help="The check value printed on the paper.")],
    code: Code,
) -> None:
    """Say whether a paper with this check value was issued on this dossier; exit code 1 if not."""
    with register_of(Settings()) as register:
        found = verified(dossier_code(code), value, register)
    if found is None:
        typer.echo("KHÔNG KHỚP: hồ sơ này không có giấy tờ mang mã đó · NOT GENUINE: no paper on it bears this value")
        raise typer.Exit(1)
    number = f", số {found.row.number}/{found.row.year}" if found.row else ""
    typer.echo(f"Khớp · genuine: {found.form.value}, sự kiện · fact {found.seq}{number}")


def _given(code: str | None) -> str:
    if code is None:
        raise InvalidInputError(
            "Which dossier?",
            vi="Thiếu mã hồ sơ.",
            field="code",
            hint="Give a code, or --sweep for all dossiers.",
            hint_vi="Ghi mã hồ sơ, hoặc dùng --sweep cho mọi hồ sơ.",
        )
    return code


def _write(path: Path, pdf: bytes) -> None:
    try:
        path.write_bytes(pdf)
    except OSError as unwritten:
        raise InvalidInputError(
            f"{path} cannot be written: {unwritten.strerror}.",
            vi=f"Không ghi được tệp {path}.",
            field="--output",
            hint="Give a path in a folder that is there.",
            hint_vi="Ghi đường dẫn trong một thư mục có sẵn.",
        ) from None
    typer.echo(str(path))
