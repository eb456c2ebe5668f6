"""Why a campaign is not confirmed, in words."""

from collections.abc import Mapping

from motcua.errors import ConflictError, RefusedError, UnavailableError
from motcua.register.campaign_records import Campaign


def another(id: str) -> ConflictError:
    """What is confirmed is not what was previewed."""
    return ConflictError(
        f"The preview {id} was made of something else.",
        vi=f"Bản xem trước {id} không phải của nội dung này.",
        field="confirm",
        rule="R10",
        hint="Preview what is at hand, and confirm that.",
        hint_vi="Xem trước nội dung này rồi xác nhận bản xem trước đó.",
    )


def not_a_draft(campaign: Campaign) -> RefusedError:
    """There is no preview to confirm."""
    return RefusedError(
        f"The campaign {campaign.id} is {campaign.state.value}: only a preview that is there can be confirmed.",
        vi=f"Đợt thay đổi {campaign.id} chưa có bản xem trước để xác nhận.",
        field="confirm",
        rule="R10",
        hint="Preview it first, and wait until the preview is complete.",
        hint_vi="Xem trước, và chờ đến khi bản xem trước hoàn tất.",
    )


def no_such_group(id: str, chosen: Mapping[str, str]) -> RefusedError:
    """The preview has nobody in the group that was named."""
    group = ", ".join(f"{name}={value}" for name, value in chosen.items())
    return RefusedError(
        f"The preview {id} has no dossier in the group {group}.",
        vi=f"Bản xem trước {id} không có hồ sơ nào thuộc nhóm {group}.",
        field="group",
        rule="R21",
        hint=f"Choose among the groups it lists: `motcua campaign {id}`.",
        hint_vi=f"Chọn trong các nhóm đã liệt kê: `motcua campaign {id}`.",
    )


def gone(id: str) -> ConflictError:
    """Its workflow has ended."""
    return ConflictError(
        f"No workflow waits for the confirmation of {id}.",
        vi=f"Không có tiến trình nào chờ xác nhận {id}.",
        field="confirm",
        hint="Preview it anew.",
        hint_vi="Xem trước lại.",
    )


def nobody_answers() -> UnavailableError:
    """Nobody carries campaigns at the moment."""
    return UnavailableError(
        "No worker answered in time.",
        vi="Chưa có tiến trình xử lý nào trả lời.",
        hint="Ask again: nothing is done twice.",
        hint_vi="Yêu cầu lại: không việc gì bị làm hai lần.",
    )
