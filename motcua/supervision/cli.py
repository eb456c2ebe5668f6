"""`motcua`: one command line for agencies, officers, supervisors and operators.

Only the command that is asked for is loaded: the others cost nothing but their line in the help.
"""

import os
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

import typer
from pydantic import ValidationError

from motcua.errors import MotcuaError

COMMANDS = {
    "due": ("due_command:due", "Tính hạn trả và giải thích · A due date, and why."),
    "check": ("check_command:check", "Soát định nghĩa thủ tục · Proof-read procedure definitions."),
    "open": ("acting_commands:open_dossier", "Lập hồ sơ từ tệp JSON · Open a dossier from a JSON file."),
    "act": ("acting_commands:act", "Thao tác trên hồ sơ · Do something to a dossier."),
    "show": ("showing_commands:show", "Xem một hồ sơ · Show a dossier and its story."),
    "overdue": ("lateness_commands:overdue", "Hồ sơ quá hạn từng lần · The file of each overdue episode."),
    "time": ("lateness_commands:time", "Thời gian của ai · Whose working time a dossier took."),
    "stuck": ("stuck_command:stuck", "Hồ sơ tồn đọng · Every dossier that needs somebody."),
    "letter": ("letter_commands:letter", "In một giấy tờ của hồ sơ · Print a letter on a dossier."),
    "letters": ("letter_commands:letters", "Các giấy tờ đã phát hành · The letters of a dossier."),
    "book": ("letter_commands:book", "Sổ theo dõi hồ sơ theo năm · An agency's book of dossiers."),
    "verify-letter": ("letter_commands:verify_letter", "Kiểm tra một giấy tờ · Verify a paper by its check value."),
    "notices": ("notice_commands:notices", "Thông báo đã và chưa gửi · What people were told, or still wait for."),
    "departments": ("department_commands:DEPARTMENTS", "Hệ thống chuyên ngành · Profiles of department systems."),
    "alarms": ("alarm_commands:ALARMS", "Cảnh báo vận hành · What operators have to hear of."),
    "portal": ("portal_commands:PORTAL", "Đồng bộ với Cổng DVC quốc gia · What the national portal was told."),
    "webhooks": ("webhook_commands:WEBHOOKS", "Hệ thống nhận tin · Systems that are told what happens to dossiers."),
    "calls": ("exchange_commands:calls", "Yêu cầu gửi hệ thống ngành · What was asked of department systems."),
    "messages": ("exchange_commands:messages", "Thông điệp bị từ chối · What was said and not acted upon."),
    "federation": ("federation_commands:FEDERATION", "Liên kết các cơ quan · Agencies that ask their own systems."),
    "calendar": ("calendar_commands:CALENDAR", "Quyết định về lịch · Decisions that change the calendar."),
    "close-agency": ("calendar_commands:close_agency", "Đóng cửa khẩn cấp một cơ quan · Close one agency for a day."),
    "publish": ("version_commands:publish", "Công bố phiên bản thủ tục · Publish a version of a procedure."),
    "rehearse": ("version_commands:rehearse", "Diễn tập phiên bản mới · Rehearse a new version."),
    "move": ("version_commands:move", "Chuyển hồ sơ sang phiên bản mới · Move dossiers to another version."),
    "campaign": ("campaign_commands:campaign", "Một đợt thay đổi · A change over many dossiers."),
    "repair": ("repair_commands:REPAIRS", "Sửa hồ sơ · Repairs of one dossier or of many."),
    "outages": ("outage_commands:OUTAGES", "Hệ thống ngành gián đoạn · Department systems that are away."),
    "report": ("reporting_commands:REPORTS", "Báo cáo · Reports."),
    "verify": ("reporting_commands:verify", "Kiểm tra chuỗi băm · Verify the hash chains of the register."),
    "anchors": ("anchor_commands:ANCHORS", "Dấu neo chuỗi băm · Daily anchors of the hash chains."),
    "keys": ("access.key_commands:KEYS", "Khoá của hệ thống · Keys of agencies' systems."),
    "accounts": ("access.account_commands:ACCOUNTS", "Tài khoản · Who may sign in, and what for."),
    "migrate": ("running_commands:migrate", "Tạo hoặc nâng cấp sổ · Create or upgrade the register."),
    "up": ("running_commands:up", "Chạy toàn bộ hệ thống · Run the whole stack on this machine."),
    "demo": ("running_commands:demo", "Trình diễn · Show the product doing its work."),
}
"""Where each command lives, and the line that describes it."""


def program(words: list[str]) -> typer.Typer:
    """Return the command line with the command that is asked for loaded, the others by name only."""
    app = typer.Typer(
        help="Một Cửa: hồ sơ thủ tục hành chính qua các cơ quan, đúng hạn · dossiers through agencies, on time.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    wanted = next((word for word in words if not word.startswith("-")), None)
    app.callback()(_together)
    for name, (place, line) in COMMANDS.items():
        _add(app, name, _loaded(place) if name == wanted else _by_name_only, line)
    return app


def _together() -> None:
    return None


def _add(app: typer.Typer, name: str, what: Any, line: str) -> None:
    if isinstance(what, typer.Typer):
        app.add_typer(what, name=name, help=line)
    else:
        app.command(name, short_help=line)(what)


def _loaded(place: str) -> Callable[..., Any] | typer.Typer:
    module, _, name = place.partition(":")
    found: Callable[..., Any] | typer.Typer = getattr(import_module(f"motcua.supervision.{module}"), name)
    return found


def _by_name_only() -> None:
    raise AssertionError("a command that was not asked for cannot run")


def main() -> None:
    """Run one command; a refusal is one sentence in each language on standard error, and exit code 2."""
    code: object = 0
    try:
        program(sys.argv[1:])()
    except MotcuaError as refused:
        sys.stderr.write(f"motcua: {refused}\nmotcua: {refused.whole_vi}\n")
        code = 2
    except ValidationError as unfit:
        name = ".".join(str(part) for part in unfit.errors(include_input=False)[0]["loc"])
        said = unfit.errors(include_input=False)[0]["msg"]
        sys.stderr.write(f"motcua: {name}: {said}.\nmotcua: {name}: giá trị không hợp lệ.\n")
        code = 2
    except SystemExit as ended:
        code = ended.code
    leave(code if isinstance(code, int) else 0 if code is None else 1)


def leave(code: int) -> None:
    """End the process once everything is said: the interpreter's own shutdown may still abort a finished client."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
