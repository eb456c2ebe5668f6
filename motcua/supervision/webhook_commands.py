"""`motcua webhooks`: subscribers, how far each is behind, its ledger, replays, in a terminal."""

import getpass
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperGroup

from motcua.dossiers.ground import Ground
from motcua.dossiers.loading import load_ground
from motcua.errors import DefinitionError
from motcua.register.webhook_lines import DeliveryState
from motcua.settings import Settings
from motcua.supervision.installation import ground_of, register_of
from motcua.supervision.subscribing import begin_replay, described, subscribers_of, unknown
from motcua.supervision.telling.webhooks import Ledger, SubscriberList, SubscriberView, ledger, replay_view
from motcua.supervision.telling.webhooks import subscriber_list as listed
from motcua.supervision.terminal import AsJson, Language, print_json, print_table, said, table
from motcua.webhooks.subscriber import Subscriber, load_subscribers
from motcua.worktime.words import Words


class NamesToo(TyperGroup):
    """Commands, of which `show` need not be said: `motcua webhooks land-register` shows that subscriber."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Read the words, with `show` before what is no command."""
        if not args or (args[0] not in self.commands and args[0] != "--help"):
            args = ["show", *args]
        return super().parse_args(ctx, args)


WEBHOOKS = typer.Typer(cls=NamesToo, rich_markup_mode=None)
NAME = Annotated[str, typer.Argument(help="The subscriber's name.")]
SUBSCRIBERS = (
    Words("Hệ thống nhận tin", "Subscriber"),
    Words("Nơi nhận", "Where"),
    Words("Vị trí", "Position"),
    Words("Còn lại", "Behind"),
    Words("Trễ (giây)", "Seconds"),
    Words("Chờ gửi", "Waiting"),
    Words("Ngừng gửi", "Dead"),
)
DELIVERIES = (
    Words("Số", "No."),
    Words("Vị trí", "Position"),
    Words("Sự kiện", "Event"),
    Words("Loại", "Kind"),
    Words("Gửi lại", "Replay"),
    Words("Trạng thái", "State"),
    Words("Lần", "Tries"),
    Words("Gửi lúc", "Delivered"),
    Words("Thử lại", "Next try"),
    Words("Vướng mắc", "In the way"),
)
NOBODY = Words("Chưa có hệ thống nhận tin: xem docs/events.md.", "Nobody is subscribed: see docs/events.md.")
NOT_DESCRIBED = Words("không còn trong tệp cấu hình", "no longer described")
IS_GONE = Words("Hệ thống nhận báo 410: chỉ gửi tiếp sau `motcua webhooks again`.", "It said 410: send again to go on.")


@WEBHOOKS.command("show")
def show(
    name: Annotated[str | None, typer.Argument(help="A subscriber; all of them where none is given.")] = None,
    state: Annotated[DeliveryState | None, typer.Option(help="Only deliveries of this state.")] = None,
    dossier: Annotated[str | None, typer.Option(help="Only deliveries about this dossier.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=999)] = 50,
    as_json: AsJson = False,
    lang: Language = "vi",
) -> None:
    """Các hệ thống nhận tin và sổ gửi · Subscribers and how far each is behind; of one, its ledger."""
    settings, now = Settings(), datetime.now(UTC)
    subscribers = subscribers_of(settings)
    with register_of(settings) as register:
        every = listed(register, subscribers, now)
        if name is None:
            _print_subscribers(every, lang) if not as_json else print_json(every)
            return
        if name not in {subscriber.name for subscriber in every.subscribers}:
            raise unknown(name)
        zone = ground_of(settings, register).calendars["vn"].tz
        mine = subscribers.named(name)
        page = ledger(register, mine, name, zone, now, state=state, dossier=dossier, limit=limit)
    print_json(page) if as_json else _print_ledger(page, lang)


@WEBHOOKS.command("replay")
def replay(
    name: NAME,
    begin: Annotated[str, typer.Option("--from", help="Position of the first event, or a moment with its zone.")],
    end: Annotated[str | None, typer.Option("--to", help="Position of the last event, or a moment.")] = None,
    as_json: AsJson = False,
    lang: Language = "vi",
) -> None:
    """Gửi lại một đoạn sự kiện · Send a stretch of the stream once more, under the same event ids."""
    settings = Settings()
    described(subscribers_of(settings), name)
    with register_of(settings) as register:
        asked = begin_replay(register, name, begin, end, getpass.getuser())
        view = replay_view(asked, ground_of(settings, register).calendars["vn"].tz)
    if as_json:
        print_json(view)
        return
    vi = f"Lần gửi lại {view.replay} của {name}: vị trí {view.after + 1} đến {view.until}."
    typer.echo(said(Words(vi, f"Replay {view.replay} to {name}: positions {view.after + 1} to {view.until}."), lang))


@WEBHOOKS.command("again")
def again(
    name: NAME,
    ids: Annotated[
        list[int] | None, typer.Argument(help="Numbers of dead deliveries; all where none is given.")
    ] = None,
    lang: Language = "vi",
) -> None:
    """Gửi lại những tin đã ngừng gửi · Send dead deliveries again, all or some."""
    settings = Settings()
    described(subscribers_of(settings), name)
    with register_of(settings) as register:
        number = register.webhook_again(name, datetime.now(UTC), ids or None)
    typer.echo(said(Words(f"{number} tin được gửi lại.", f"{number} deliveries are sent again."), lang))


@WEBHOOKS.command("check")
def check(file: Annotated[Path, typer.Argument(help="A file of subscribers.")], lang: Language = "vi") -> None:
    """Soát tệp hệ thống nhận tin · Check a file of subscribers: shape, names, addresses, secrets."""
    settings = Settings()
    subscribers = load_subscribers(file)
    ground = load_ground(settings.catalogue, settings.directory, settings.calendars)
    for subscriber in subscribers.subscribers:
        _must_be_known(subscriber, ground)
        subscriber.signing(os.environ)
    number = len(subscribers.subscribers)
    typer.echo(said(Words(f"{number} hệ thống nhận tin, hợp lệ.", f"{number} subscribers, in order."), lang))


def _must_be_known(subscriber: Subscriber, ground: Ground) -> None:
    """Refuse a filter that nothing will ever pass: a misspelt name would be silence."""
    wants, catalogue = subscriber.wants, ground.catalogue
    fields = {procedure.field.vi for procedure in catalogue}
    places = {
        "agencies": [agency for agency in wants.agencies if not ground.directory.knows(agency)],
        "procedures": [code for code in wants.procedures if code not in catalogue.codes()],
        "fields": [field for field in wants.fields if field not in fields],
    }
    for place, odd in places.items():
        if odd:
            raise DefinitionError(
                f"Nothing is known by {odd[0]!r}.",
                vi=f"Không có {odd[0]!r}.",
                field=f"{subscriber.name}.wants.{place}",
                hint="Agencies and procedures by id, fields by their Vietnamese names.",
                hint_vi="Cơ quan và thủ tục ghi theo mã, lĩnh vực ghi theo tên tiếng Việt.",
            )


def _print_subscribers(every: SubscriberList, lang: str) -> None:
    if not every.subscribers:
        typer.echo(said(NOBODY, lang))
        return
    longest = max(len(subscriber.name) for subscriber in every.subscribers)
    rows = table(SUBSCRIBERS, lang, right=range(2, 7), whole=longest)
    for subscriber in every.subscribers:
        rows.add_row(*_cells(subscriber, lang))
    print_table(rows)


def _cells(view: SubscriberView, lang: str) -> tuple[str, ...]:
    numbers = (view.events_behind, view.seconds_behind, view.waiting, view.dead)
    place = "–" if view.position is None else str(view.position)
    return (view.name, view.host or said(NOT_DESCRIBED, lang), place, *(str(number) for number in numbers))


def _print_ledger(page: Ledger, lang: str) -> None:
    _print_subscribers(SubscriberList(subscribers=(page.subscriber,)), lang)
    if page.subscriber.gone:
        typer.echo(said(IS_GONE, lang))
    rows = table(DELIVERIES, lang, right=(0, 1, 4, 6))
    for line in page.deliveries:
        rows.add_row(
            str(line.id),
            str(line.position),
            line.event,
            line.type.split(".")[3],
            str(line.replay) if line.replay else "–",
            said(line.state, lang),
            str(line.attempts),
            f"{line.delivered_at:%d/%m %H:%M:%S}" if line.delivered_at else "–",
            f"{line.next_try_at:%d/%m %H:%M:%S}" if line.next_try_at else "–",
            line.in_the_way or "–",
        )
    print_table(rows)
