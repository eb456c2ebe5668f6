"""The worker that takes the anchor of every day, and its schedule."""

from collections.abc import Mapping

from temporalio.client import Client, ScheduleOverlapPolicy
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.anchor_alarms import AnchorWatch
from activities.anchors import AnchorActivities
from motcua.dossiers.anchoring import EVENING
from motcua.dossiers.ground import Ground
from motcua.errors import InvalidInputError
from motcua.notices.addresses import checked_email
from motcua.notices.port import Channel, Messenger
from motcua.register.anchor_files import AnchorFolder
from motcua.register.register import Register
from motcua.settings import Settings
from motcua.supervision.workers.running import GRACE, STICKY
from motcua.supervision.workers.schedules import daily, keep_scheduled
from workflows.anchors import DailyAnchorWorkflow, anchors_of


def anchor_office(
    settings: Settings, register: Register, ground: Ground, messengers: Mapping[Channel, Messenger]
) -> AnchorActivities:
    """Return what takes anchors.

    Raises:
        InvalidInputError: Somebody outside is to have them whose address is none, or there is no way to send mail.
    """
    try:
        recipients = tuple(map(checked_email, settings.anchor_recipients))
    except ValueError:
        raise _wrong("An address that anchors go to is none.", "Địa chỉ nhận dấu neo không hợp lệ.") from None
    if recipients and Channel.EMAIL not in messengers:
        raise _wrong("Anchors are to be sent, but no mail server is set up.", "Chưa có máy chủ thư để gửi dấu neo.")
    folder = AnchorFolder(settings.anchors_folder)
    return AnchorActivities(register, folder, ground.calendars["vn"].tz, messengers, recipients)


def anchor_watch(office: AnchorActivities) -> AnchorWatch:
    """Return what tells operators that an evening has no anchor; it runs beside the post, whoever takes anchors."""
    return AnchorWatch(office.register, office.zone)


async def anchor_worker(client: Client, office: AnchorActivities, task_queue: str) -> Worker:
    """Return the worker that takes anchors, and see to it that they are scheduled: once, however many workers.

    While one evening's anchor is still being checked or sent, the next one waits for it.
    """
    name, waits = anchors_of(task_queue), ScheduleOverlapPolicy.BUFFER_ONE
    await keep_scheduled(client, name, daily(DailyAnchorWorkflow.run, name, EVENING, office.zone, waits))
    return Worker(
        client,
        task_queue=name,
        workflows=[DailyAnchorWorkflow],
        activities=office.all(),
        workflow_runner=UnsandboxedWorkflowRunner(),
        max_concurrent_activities=2,
        max_concurrent_activity_task_polls=1,
        sticky_queue_schedule_to_start_timeout=STICKY,
        graceful_shutdown_timeout=GRACE,
    )


def _wrong(en: str, vi: str) -> InvalidInputError:
    return InvalidInputError(
        en,
        vi=vi,
        field="MOTCUA_ANCHOR_RECIPIENTS",
        hint="Give e-mail addresses with commas between, and MOTCUA_SMTP_URL; see docs/integrity.md.",
        hint_vi="Ghi các địa chỉ thư cách nhau bằng dấu phẩy, và MOTCUA_SMTP_URL; xem docs/integrity.md.",
    )
