"""Bearer tokens, which give their holders other limits. Only a hash of each token is stored."""

import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from kembar import messages
from kembar.errors import CannotRun, Unauthorized
from kembar.files import Watched, write_atomically

__all__ = ["Token", "Tokens"]


@dataclass(frozen=True)
class Token:
    """A token without its secret.

    Attributes:
        name: The name of the holder.
        made: The time of creation (ISO 8601).
        query_max_ms: The deadline of a query; None for the limit of the service, as for the other limits.
        result_max_bytes: The size of an answer.
        result_max_rows: The rows of a table.
    """

    name: str
    made: str
    query_max_ms: int | None = None
    result_max_bytes: int | None = None
    result_max_rows: int | None = None


class Tokens:
    """Tokens of one home folder, stored in ``tokens.json`` by the SHA-256 of their secrets.

    Only the owner of the file can read it. A secret has 256 random bits, so a fast hash is safe against guessing.
    """

    def __init__(self, home: Path) -> None:
        self._path = home / "tokens.json"
        self._tokens: Watched[Mapping[str, Token]] = Watched(self._path, _read, {})

    def all(self) -> Mapping[str, Token]:
        """Return the current tokens by the hash of their secret."""
        return self._tokens.value

    def of(self, authorization: str) -> Token:
        """Return the token of an ``Authorization`` header (RFC 6750 §2.1), or raise :class:`Unauthorized`."""
        scheme, _, secret = authorization.partition(" ")
        token = self.all().get(_digest(secret.strip())) if scheme.lower() == "bearer" else None
        if token is None:
            raise Unauthorized(messages.text("refused.token"))
        return token

    def add(self, token: Token) -> str:
        """Store a token and return its secret, which is not stored.

        Raises:
            CannotRun: The name is invalid or taken.
        """
        if not re.fullmatch(r"[a-z0-9-]{1,60}", token.name):
            raise CannotRun(
                f"{token.name!r} is not a valid name of a token: use up to 60 small letters, digits and hyphens."
            )
        if token.name in {other.name for other in self.all().values()}:
            raise CannotRun(f"There is a token {token.name} already. Revoke it first, or choose another name.")
        secret = secrets.token_urlsafe(32)
        self._write({**self.all(), _digest(secret): token})
        return secret

    def revoke(self, name: str) -> None:
        """Delete a token. Raise :class:`CannotRun` if there is none of this name."""
        remaining = {digest: token for digest, token in self.all().items() if token.name != name}
        if len(remaining) == len(self.all()):
            names = ", ".join(sorted(token.name for token in remaining.values())) or "none"
            raise CannotRun(f"There is no token {name!r}. The tokens are: {names}.")
        self._write(remaining)

    def _write(self, tokens: Mapping[str, Token]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        data = json.dumps({digest: asdict(token) for digest, token in tokens.items()}, indent=1).encode()
        write_atomically(self._path, data, 0o600)


def _read(data: bytes) -> dict[str, Token]:
    return {digest: Token(**fields) for digest, fields in json.loads(data).items()}


def now() -> str:
    """Return the current time (ISO 8601, UTC)."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
