"""From a profile to the adapter that speaks its kind."""

from collections.abc import Mapping

from motcua.departments.edxml.adapter import EdxmlDepartment
from motcua.departments.edxml.profile import EdxmlProfile
from motcua.departments.http import HttpDepartment
from motcua.departments.port import Department
from motcua.departments.profile import AnyProfile


def adapter_for(profile: AnyProfile, environment: Mapping[str, str]) -> Department:
    """Return the adapter of a profile, its secrets taken from the environment; nothing is sent yet.

    Raises:
        InvalidInputError: A secret is missing or malformed, or a file of certificates cannot be used.
    """
    secret = profile.secret(environment)
    if isinstance(profile, EdxmlProfile):
        return EdxmlDepartment(profile, secret, environment)
    return HttpDepartment(profile, secret, environment)
