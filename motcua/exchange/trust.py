"""Whom we believe over TLS, and who we are ourselves."""

import ssl
from functools import cache
from pathlib import Path

import httpcore2

from motcua.errors import InvalidInputError


def trusting(
    ca_file: Path | None = None, *, certificate: Path | None = None, key: Path | None = None
) -> ssl.SSLContext:
    """Return how partners are verified: always, by name and by date, with TLS 1.2 or later.

    Args:
        ca_file: The one authority believed (PEM), in place of those of the machine.
        certificate: Our own certificate with its chain (PEM), where the partner asks for one.
        key: The private key of it (PEM, without a passphrase).

    Raises:
        InvalidInputError: A file cannot be read, holds no certificate, or the key does not fit the certificate.
    """
    if ca_file is None and certificate is None:
        return _of_the_machine()
    context = _authority(ca_file)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if certificate is not None:
        try:
            # No passphrase is ever asked for at a terminal: a worker has none.
            context.load_cert_chain(certificate, key, password=_no_passphrase)
        except (OSError, ValueError) as error:
            raise _unusable(certificate, "key pair", "cặp chứng thư và khoá", error) from None
    return context


@cache
def _of_the_machine() -> ssl.SSLContext:
    """Return what is believed where nothing is said; read once, since a machine knows some hundred authorities."""
    context = _authority(None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _authority(ca_file: Path | None) -> ssl.SSLContext:
    if ca_file is None:
        # Those of the machine, or of SSL_CERT_FILE where the operator set it.
        return httpcore2.default_ssl_context()
    try:
        return ssl.create_default_context(cafile=str(ca_file))
    except (OSError, ValueError) as error:
        raise _unusable(ca_file, "certificate authority", "chứng thư của cơ quan chứng thực", error) from None


def _no_passphrase() -> str:
    raise ValueError("the key is locked by a passphrase")


def _unusable(file: Path, what: str, vi: str, error: Exception) -> InvalidInputError:
    why = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
    return InvalidInputError(
        f"The {what} in {file.name} cannot be used ({why}).",
        vi=f"Không dùng được {vi} trong tệp {file.name}.",
        hint="Give PEM files that this process may read; a key without a passphrase.",
        hint_vi="Dùng tệp PEM mà tiến trình này đọc được; khoá không đặt mật khẩu.",
    )
