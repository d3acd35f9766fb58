"""A signature of the sending domain on each mail (RFC 6376), for a site that hands it to a server that adds none."""

import base64

import dkim
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from django.conf import settings

LEAST_BITS = 2048  # RFC 8301; some refuse shorter keys, and nobody needs one

# Named whether a mail has them or not, so that none can be added on the way; RFC 8058 wants those of leaving signed.
HEADERS = [
    *(b"from", b"to", b"reply-to", b"subject", b"date", b"message-id", b"mime-version", b"content-type"),
    *(b"auto-submitted", b"feedback-id", b"list-id", b"list-unsubscribe", b"list-unsubscribe-post"),
]


def signed(mail: bytes) -> bytes:
    """The mail, with its lines ended by CRLF, under a signature when a key is set; programs may fold its lines anew."""
    if not settings.DKIM_KEY:
        return mail
    signature = dkim.sign(
        mail,
        settings.DKIM_SELECTOR.encode(),
        settings.DKIM_DOMAIN.encode(),
        settings.DKIM_KEY.encode(),
        canonicalize=(b"relaxed", b"relaxed"),
        include_headers=HEADERS,
    )
    return bytes(signature) + mail


def key() -> RSAPrivateKey:
    """The key that is set; a ValueError says why it is none."""
    try:
        found = serialization.load_pem_private_key(settings.DKIM_KEY.encode(), password=None)
    except (ValueError, TypeError) as error:
        raise ValueError("is no private key in PEM without a password") from error
    if not isinstance(found, RSAPrivateKey):
        raise ValueError("is not an RSA key")
    if found.key_size < LEAST_BITS:
        raise ValueError(f"has {found.key_size} bits, and needs {LEAST_BITS}")
    return found


def record() -> tuple[str, str]:
    """The name in the DNS and the text that has to stand there."""
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    public = base64.b64encode(key().public_key().public_bytes(serialization.Encoding.DER, form)).decode()
    return f"{settings.DKIM_SELECTOR}._domainkey.{settings.DKIM_DOMAIN}", f"v=DKIM1; k=rsa; p={public}"
