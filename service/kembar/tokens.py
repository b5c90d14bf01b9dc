"""Tokens: who shows one gets higher limits. Only a hash of each is stored."""

import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from kembar.errors import CannotRun, Unauthorized
from kembar.files import Watched, write_atomically

__all__ = ["Token", "Tokens"]


@dataclass(frozen=True)
class Token:
    """A token by its name, and the limits of who shows it; None leaves a limit as it is for everyone."""

    name: str
    made: str
    query_max_ms: int | None = None
    result_max_bytes: int | None = None
    result_max_rows: int | None = None


class Tokens:
    """The tokens of one home folder, in the file ``tokens.json`` that only its owner can read: SHA-256 of the secret -> token.

    A secret has 256 random bits, so that no slow hash is needed against guessing.
    """

    def __init__(self, home: Path) -> None:
        self._path = home / "tokens.json"
        self._tokens: Watched[Mapping[str, Token]] = Watched(self._path, _read, {})

    def all(self) -> Mapping[str, Token]:
        """Return the tokens by the hash of their secret, as the file has them now."""
        return self._tokens.value

    def of(self, authorization: str) -> Token:
        """The token of an ``Authorization`` header (RFC 6750 §2.1). Raises :class:`Unauthorized`."""
        scheme, _, secret = authorization.partition(" ")
        token = self.all().get(_digest(secret.strip())) if scheme.lower() == "bearer" else None
        if token is None:
            raise Unauthorized(
                "Send a token of this service as `Authorization: Bearer …`, or no such header: all that is public needs none."
            )
        return token

    def add(self, token: Token) -> str:
        """Store a token; returns its secret, which nobody can read again. Raises :class:`CannotRun` where the name is taken or is no name."""
        if not re.fullmatch(r"[a-z0-9-]{1,60}", token.name):
            raise CannotRun(f"{token.name!r} is no name of a token: small letters, digits and hyphens make one.")
        if token.name in {other.name for other in self.all().values()}:
            raise CannotRun(f"There is a token {token.name} already. Revoke it first, or take another name.")
        secret = secrets.token_urlsafe(32)
        self._write({**self.all(), _digest(secret): token})
        return secret

    def revoke(self, name: str) -> None:
        """Forget a token. Raises :class:`CannotRun` where there is none of this name."""
        left = {digest: token for digest, token in self.all().items() if token.name != name}
        if len(left) == len(self.all()):
            raise CannotRun(
                f"There is no token {name!r}; there are {', '.join(sorted(token.name for token in left.values())) or 'none'}."
            )
        self._write(left)

    def _write(self, tokens: Mapping[str, Token]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        data = json.dumps({digest: asdict(token) for digest, token in tokens.items()}, indent=1).encode()
        write_atomically(self._path, data, 0o600)


def _read(data: bytes) -> dict[str, Token]:
    return {digest: Token(**fields) for digest, fields in json.loads(data).items()}


def now() -> str:
    """The time at which a token is made."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
