"""A passkey as a real device made it, for pages that only show that there is one."""

from allauth.mfa.models import Authenticator

from accounts.models import User

_CREDENTIAL = "SLiLIjNIHzZUfdsTMzEm1jsK2vTYy1ZKEAAoaYnAutM"
_CLIENT_DATA = (
    "eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIiwiY2hhbGxlbmdlIjoiSk54RU1PeW5QbnR2VzYzbGpMdTNwd1hFZDZKZW9Cdm1pVFF3bkhwSHMt"
    "NCIsIm9yaWdpbiI6Imh0dHA6Ly9sb2NhbGhvc3Q6MzMwMTkiLCJjcm9zc09yaWdpbiI6ZmFsc2V9"
)
_ATTESTATION = (
    "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YVikSZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2NFAAAAAQECAwQFBgcIAQIDBAUGBwgA"
    "IEi4iyIzSB82VH3bEzMxJtY7Ctr02MtWShAAKGmJwLrTpQECAyYgASFYIDXQAMl5TTHucROG_oJpQ8RStbXJ8E8MNsrVRfQMuge7IlggS32fmT1v"
    "mezBRQZU73xowyGZyP6TnG5dJkUzM2LK0_M"
)


def give_passkey(person: User, name: str = "My laptop") -> Authenticator:
    response = {"clientDataJSON": _CLIENT_DATA, "attestationObject": _ATTESTATION}
    credential = {"id": _CREDENTIAL, "rawId": _CREDENTIAL, "type": "public-key", "response": response}
    data = {"name": name, "credential": credential | {"clientExtensionResults": {"credProps": {"rk": True}}}}
    return Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data=data)
