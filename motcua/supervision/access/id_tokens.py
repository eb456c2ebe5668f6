"""ID tokens: believed when signed by the provider, meant for us, for this sign-in, and for now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError, MissingKeyError
from joserfc.jwk import KeySet

from motcua.errors import NotSignedInError
from motcua.supervision.access.tokens import same

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Signatures only a holder of a private key can make: never `none`, never one made with a shared secret."""
SKEW = timedelta(seconds=60)
"""How far the provider's clock may be from ours."""


class UnknownKeyError(NotSignedInError):
    """The token names a key that is not among those known; the provider may have changed its keys."""


@dataclass(frozen=True)
class KeyRing:
    """The provider's public keys."""

    keys: KeySet

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> Self:
        """Return the keys of a JWKS that sign.

        Raises:
            NotSignedInError: It is none.
        """
        try:
            signing = [key for key in said["keys"] if key.get("use", "sig") == "sig" and key.get("kty") != "oct"]
            return cls(KeySet.import_key_set({"keys": signing}))
        except (KeyError, TypeError, ValueError, AttributeError, JoseError):
            raise refused("the provider's keys cannot be read") from None


@dataclass(frozen=True)
class Claims:
    """What a token says, its signature checked and nothing else."""

    said: dict[str, Any]

    @property
    def subject(self) -> str:
        """Return whom the provider says it is."""
        return str(self.said["sub"])

    def checked(self, issuer: str, client_id: str, nonce: str, now: datetime) -> Self:
        """Return them if they are from this issuer, for us, for this sign-in, and neither old nor early.

        Raises:
            NotSignedInError: They are not.
        """
        if str(self.said.get("iss", "")).rstrip("/") != issuer:
            raise refused("the token is from another provider")
        self._must_be_for(client_id)
        if not same(str(self.said.get("nonce", "")), nonce):
            raise refused("the token belongs to another sign-in")
        if not self._moment("exp") > now - SKEW:
            raise refused("the token has expired")
        if self._moment("iat") > now + SKEW:
            raise refused("the token is from the future: a clock is wrong")
        if not isinstance(self.said.get("sub"), str) or not 0 < len(self.said["sub"]) <= 240:
            raise refused("the token does not say who you are")
        return self

    def _must_be_for(self, client_id: str) -> None:
        audience = self.said.get("aud")
        several = audience if isinstance(audience, list) else [audience]
        azp = self.said.get("azp")
        if client_id not in several or (azp or (client_id if len(several) == 1 else None)) != client_id:
            raise refused("the token is meant for somebody else")

    def _moment(self, name: str) -> datetime:
        value = self.said.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 2**33:
            raise refused(f"the token says no {name}")
        return datetime.fromtimestamp(value, UTC)


def read_id_token(token: str, ring: KeyRing) -> Claims:
    """Return what a token says, if one of the keys has signed it.

    Raises:
        UnknownKeyError: It names a key that is not among them.
        NotSignedInError: It is no token, or its signature does not fit.
    """
    try:
        return Claims(dict(jwt.decode(token, ring.keys, algorithms=ALGORITHMS).claims))
    except (InvalidKeyIdError, MissingKeyError) as unknown:
        raise UnknownKeyError(
            "The token's key is unknown.", vi="Không rõ khoá ký.", hint="Sign in again.", hint_vi="Đăng nhập lại."
        ) from unknown
    except (JoseError, ValueError) as forged:
        raise refused("the token's signature does not fit") from forged


def refused(why: str) -> NotSignedInError:
    """Return the refusal of a token."""
    return NotSignedInError(
        f"You are not signed in: {why}.",
        vi="Đăng nhập không thành công.",
        hint="Begin again.",
        hint_vi="Đăng nhập lại từ đầu.",
    )
