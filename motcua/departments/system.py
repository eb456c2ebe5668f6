"""What every profile of a department's system says, whichever way the system is spoken to."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Self

from pydantic import Field, model_validator

from motcua.departments.payload import SystemId
from motcua.errors import InvalidInputError
from motcua.exchange.address import UrlPath
from motcua.exchange.authentication import EnvName, Part
from motcua.exchange.payload import Line
from motcua.exchange.reaching import Duration, Reached
from motcua.exchange.signing import SigningKey

HttpStatus = Annotated[int, Field(ge=400, le=599)]
"""A status of an error; what is below says something."""


class Name(Part):
    """The system's name, as people in Vietnam and other readers know it."""

    vi: Line
    en: Line


class Statuses(Part):
    """HTTP statuses that mean something else with this system than they do in the contract."""

    not_now: tuple[HttpStatus, ...] = ()
    """Asking again can help."""
    wrong: tuple[HttpStatus, ...] = ()
    """The request itself is wrong."""

    @model_validator(mode="after")
    def _each_status_once(self) -> Self:
        both = sorted(set(self.not_now) & set(self.wrong))
        if both:
            raise ValueError(f"{both[0]} cannot mean not_now and wrong")
        return self


class SystemProfile(Reached):
    """One department's system: what it is called, how it is reached, and how much it is asked."""

    system: SystemId
    name: Name
    health_path: UrlPath = "/health"
    """Where GET says 2xx if the system is there."""
    poll_every: Duration = timedelta(minutes=15)
    """How often a request that was accepted is looked after, where the system says how one stands."""
    secret_env: EnvName | None = None
    """Environment variable holding the shared signing secret; None: requests go unsigned, callbacks are refused."""
    statuses: Statuses = Statuses()
    rate: Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)] = 20.0
    """Most requests per second it gets from all workers together."""
    answer_within: Duration = timedelta(hours=4)
    """Patience after "accepted, will answer later" before asking again under the same key."""

    @property
    def polls(self) -> bool:
        """Whether the system says where a request stands without being asked it again."""
        return False

    @property
    def withdraws(self) -> bool:
        """Whether a request can be called off."""
        return False

    def secret(self, environment: Mapping[str, str]) -> str | None:
        """Return the shared secret, or None where the profile names none.

        Raises:
            InvalidInputError: The profile names a variable that is not set or holds no proper secret.
        """
        if self.secret_env is None:
            return None
        secret = environment.get(self.secret_env, "")
        if not secret:
            raise InvalidInputError(
                f"The environment variable {self.secret_env} is not set.",
                vi=f"Chưa đặt biến môi trường {self.secret_env}.",
                field=f"{self.system}.secret_env",
                hint="Set it to the secret shared with this system.",
                hint_vi="Đặt khoá bí mật dùng chung với hệ thống này.",
            )
        SigningKey(secret)
        return secret
