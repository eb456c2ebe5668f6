"""What the national portal calls its statuses: the same words wherever one is said."""

from motcua.dossiers.parts import State
from motcua.worktime.words import Words

PORTAL = {
    1: Words("Mới đăng ký", "newly registered"),
    2: Words("Được tiếp nhận", "accepted"),
    3: Words("Không được tiếp nhận", "not accepted"),
    4: Words("Đang xử lý", "in process"),
    5: Words("Yêu cầu bổ sung giấy tờ", "supplement requested"),
    6: Words("Yêu cầu thực hiện nghĩa vụ tài chính", "financial obligation"),
    7: Words("Công dân yêu cầu rút hồ sơ", "withdrawal requested"),
    8: Words("Dừng xử lý", "stopped"),
    9: Words("Đã xử lý xong", "finished"),
    10: Words("Đã trả kết quả", "result returned"),
}
"""The national portal's own words for its statuses (R60)."""

STATES = {state: PORTAL[state.portal_code] for state in State} | {
    State.SUPPLEMENT_BEFORE_RECEIPT: Words("Yêu cầu bổ sung giấy tờ (trước tiếp nhận)", "supplement before receipt"),
}
"""The states of a dossier in those words."""
