"""What the played provider has given out: codes that are good once, and the keys it signs with."""

import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey

from motcua.supervision.access.provider import challenge_of

LIVES = 60
"""Seconds a code is good."""


@dataclass(frozen=True)
class Asked:
    """What a browser asked to sign in with."""

    client_id: str
    redirect_uri: str
    state: str
    nonce: str
    challenge: str


@dataclass(frozen=True)
class Given:
    """A code that was given out."""

    asked: Asked
    subject: str
    until: float


def _new_key() -> ECKey:
    return ECKey.generate_key("P-256", {"kid": secrets.token_hex(4), "use": "sig", "alg": "ES256"})


@dataclass
class Desk:
    """The memory of one provider: gone when it ends."""

    issuer: str
    client_id: str
    codes: dict[str, Given] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    """Subjects by access token."""
    key: ECKey = field(default_factory=_new_key)

    def give(self, asked: Asked, subject: str) -> str:
        """Return a code for a person that was chosen."""
        code = secrets.token_urlsafe(24)
        self.codes[code] = Given(asked, subject, time.time() + LIVES)
        return code

    def take(self, code: str, client_id: str, redirect_uri: str, verifier: str) -> dict[str, Any] | None:
        """Return tokens for a code, or None: it is good once, for whom it was given to, with its verifier."""
        given = self.codes.pop(code, None)
        if given is None or given.until < time.time():
            return None
        asked = given.asked
        if (client_id, redirect_uri, challenge_of(verifier)) != (asked.client_id, asked.redirect_uri, asked.challenge):
            return None
        access = secrets.token_urlsafe(24)
        self.tokens[access] = given.subject
        token = self.id_token(given.subject, asked.nonce)
        return {"access_token": access, "token_type": "Bearer", "expires_in": 300, "id_token": token}

    def id_token(self, subject: str, nonce: str, **other: Any) -> str:
        """Return a signed token that says who signed in."""
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": self.client_id, "sub": subject, "nonce": nonce, "iat": now}
        claims |= {"exp": now + 300} | other
        return jwt.encode({"alg": "ES256", "kid": self.key.kid}, claims, self.key)

    def change_key(self) -> None:
        """Sign with another key from now on; the one before is published no more."""
        self.key = _new_key()
