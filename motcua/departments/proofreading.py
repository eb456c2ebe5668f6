"""What is worth saying about a profile that can be used: what it gives up, and what is not set up yet."""

from collections.abc import Iterator, Mapping

from pydantic import BaseModel, ConfigDict

from motcua.departments.adapters import adapter_for
from motcua.departments.profile import AnyProfile, DepartmentProfile
from motcua.errors import InvalidInputError
from motcua.exchange.address import Address


class Remark(BaseModel):
    """Something an operator should know; nothing of it refuses the profile."""

    model_config = ConfigDict(frozen=True)

    system: str
    field: str
    vi: str
    en: str


def remarks(profile: AnyProfile, environment: Mapping[str, str]) -> Iterator[Remark]:
    """Yield what is worth saying about a profile.

    Args:
        profile: One that was accepted.
        environment: The variables of the process that will use it.
    """
    for field, vi, en in (*_given_up(profile), *_not_set_up(profile, environment)):
        yield Remark(system=profile.system, field=field, vi=vi, en=en)


def _given_up(profile: AnyProfile) -> Iterator[tuple[str, str, str]]:
    if not Address.read(profile.base_url).encrypted:
        yield "base_url", "Dữ liệu đi không mã hoá.", "What is said travels unencrypted."
    if profile.secret_env is None:
        yield (
            "secret_env",
            "Không có khoá ký: yêu cầu không được ký, câu trả lời gọi lại bị từ chối.",
            "No secret: requests go unsigned and callbacks are refused.",
        )
    if not profile.polls:
        yield (
            "poll",
            f"Không tra cứu được tình trạng; sau {profile.answer_within} sẽ hỏi lại với cùng khoá.",
            f"Where a request stands cannot be looked up: it is asked again after {profile.answer_within}.",
        )
    if not profile.withdraws:
        yield "withdraw", "Không rút lại được yêu cầu đã gửi.", "A request that was sent cannot be called off."
    if profile.timeout.total < profile.timeout.read:
        yield (
            "timeout.read",
            "Dài hơn timeout.total nên không có tác dụng.",
            "Longer than timeout.total.",
        )
    yield from _of_dialect(profile)


def _of_dialect(profile: AnyProfile) -> Iterator[tuple[str, str, str]]:
    answer = profile.mapping.answer if isinstance(profile, DepartmentProfile) and profile.mapping else None
    if answer is not None and answer.key is None and profile.secret_env is not None:
        yield (
            "mapping.answer.key",
            "Câu trả lời gọi lại không hiểu được nếu từng trường hợp không chỉ rõ khoá.",
            "Callbacks cannot be understood unless each case says where the key stands.",
        )


def _not_set_up(profile: AnyProfile, environment: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    try:
        adapter_for(profile, environment)
    except InvalidInputError as missing:
        field = (missing.field or "").removeprefix(f"{profile.system}.") or "ca_file"
        yield field, missing.message_vi, missing.message
