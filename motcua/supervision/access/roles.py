"""What people and systems may do: closed lists, and one table from the one to the other."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody is to the installation; a person or a key may be several."""

    OFFICER = "officer"
    UNIT_HEAD = "unit_head"
    ONE_STOP = "one_stop"
    SUPERVISOR = "supervisor"
    OPERATOR = "operator"
    AUDITOR = "auditor"


class Permission(StrEnum):
    """What can be allowed; each route needs one of them."""

    READ_CATALOGUE = "read_catalogue"
    """Procedures, calendars, agencies, a due date and its proof."""
    READ_DOSSIERS = "read_dossiers"
    """Dossiers of one's scope, what is stuck, their story, letters without personal data; saved views of one's own."""
    READ_PERSONAL = "read_personal"
    """An applicant's data, with a purpose; every reading is noted."""
    OPEN_DOSSIERS = "open_dossiers"
    OPEN_IN_FLIGHT = "open_in_flight"
    """Report what agencies outside one's scope did before a dossier was taken over into motcua."""
    ACT = "act"
    """Act on dossiers as oneself, for an agency of one's scope; the core decides whether the law allows it."""
    ACT_FOR_APPLICANT = "act_for_applicant"
    """Record what an applicant did at the counter or on the portal."""
    SPEAK_FOR_SYSTEMS = "speak_for_systems"
    """Record what a department system or the payment platform reported."""
    READ_NOTICES = "read_notices"
    HANDLE_NOTICES = "handle_notices"
    READ_REPORTS = "read_reports"
    READ_REPAIRS = "read_repairs"
    """Campaigns and repairs, with their result per dossier."""
    PREPARE_REPAIRS = "prepare_repairs"
    """Have a repair, a move or a calendar decision previewed; nothing is changed by it."""
    CONFIRM_REPAIRS = "confirm_repairs"
    APPROVE_REPAIRS = "approve_repairs"
    """Be the second person."""
    READ_OPERATIONS = "read_operations"
    """Alarms, outages, calls, deliveries, workers."""
    OPERATE = "operate"
    """See to alarms, have deliveries sent again, subscribe systems."""
    READ_AUDIT = "read_audit"
    """Who read personal data; whether the hash chains hold."""


_P = Permission
_EVERYBODY = frozenset({_P.READ_CATALOGUE, _P.READ_DOSSIERS, _P.READ_NOTICES})
_OFFICER = _EVERYBODY | {_P.READ_PERSONAL, _P.ACT, _P.HANDLE_NOTICES}
_REPAIRS = frozenset({_P.READ_REPAIRS, _P.PREPARE_REPAIRS, _P.CONFIRM_REPAIRS, _P.APPROVE_REPAIRS})

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.OFFICER: _OFFICER,
    Role.UNIT_HEAD: _OFFICER | {_P.READ_REPORTS, _P.READ_REPAIRS, _P.READ_OPERATIONS},
    Role.ONE_STOP: _OFFICER | {_P.OPEN_DOSSIERS, _P.ACT_FOR_APPLICANT, _P.READ_REPORTS},
    Role.SUPERVISOR: _EVERYBODY | _REPAIRS | {_P.HANDLE_NOTICES, _P.READ_REPORTS, _P.READ_OPERATIONS},
    Role.OPERATOR: _EVERYBODY
    | {_P.HANDLE_NOTICES, _P.READ_OPERATIONS, _P.OPERATE, _P.READ_REPAIRS, _P.PREPARE_REPAIRS}
    | {_P.OPEN_IN_FLIGHT, _P.SPEAK_FOR_SYSTEMS},
    Role.AUDITOR: _EVERYBODY | {_P.READ_REPORTS, _P.READ_REPAIRS, _P.READ_OPERATIONS, _P.READ_AUDIT},
}
"""What each role may do; docs/access.md shows the same table."""

TITLES: dict[Role, tuple[str, str]] = {
    Role.OFFICER: ("cán bộ", "officer"),
    Role.UNIT_HEAD: ("trưởng đơn vị", "head of a unit"),
    Role.ONE_STOP: ("cán bộ Một cửa", "one-stop officer"),
    Role.SUPERVISOR: ("giám sát", "supervisor"),
    Role.OPERATOR: ("vận hành", "operator"),
    Role.AUDITOR: ("kiểm toán", "auditor"),
}


def roles_with(permission: Permission) -> tuple[Role, ...]:
    """Return the roles that are allowed something."""
    return tuple(role for role, granted in GRANTS.items() if permission in granted)
