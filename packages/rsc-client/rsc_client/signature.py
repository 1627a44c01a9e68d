"""Proves that a push comes from LinkedIn, and that an address belongs to us when LinkedIn asks.

Push: header `X-LI-Signature` = lower-case hex of HMAC-SHA256(client secret of the child application, `hmacsha256=` + body).
LinkedIn describes the body as escaped-Unicode JSON and sends it so; hashing the bytes as received is therefore the
same thing [D:webhook-validation] [INF]. Challenge: `GET ?challengeCode=...` is answered within three seconds with
`{"challengeCode", "challengeResponse": hex(HMAC-SHA256(client secret, challengeCode))}` [D:webhook-validation].
"""

import hashlib
import hmac

from rsc_client.schemas import ChallengeAnswer, JobResync, Push
from rsc_client.transport import decode

HEADER = "X-LI-Signature"
_PREFIX = b"hmacsha256="


def sign(body: bytes, client_secret: str) -> str:
    """The signature LinkedIn would send with this body."""
    return _hex_hmac(_PREFIX + body, client_secret)


def is_genuine(body: bytes, signature: str | None, client_secret: str) -> bool:
    """Did somebody who knows the secret sign exactly these bytes? Takes the same time for every wrong signature.

    An empty secret proves nothing and is a ValueError, never a yes.
    """
    if not client_secret:
        raise ValueError("a signature cannot be checked without a client secret")
    return hmac.compare_digest(
        sign(body, client_secret).encode(), (signature or "").strip().lower().encode(errors="replace")
    )


def read_push(body: bytes) -> Push:
    """The push in a body whose signature has been checked; MalformedResponse when it is none."""
    return decode(body, Push, "push")


def read_job_resync(body: bytes) -> JobResync:
    """LinkedIn's request to send jobs again, in a body whose signature has been checked with the parent's secret."""
    return decode(body, JobResync, "job resync")


def answer_challenge(challenge_code: str, client_secret: str) -> ChallengeAnswer:
    """What to answer, as JSON, when LinkedIn checks a webhook address."""
    return ChallengeAnswer(challenge_code, _hex_hmac(challenge_code.encode(), client_secret))


def _hex_hmac(message: bytes, client_secret: str) -> str:
    return hmac.new(client_secret.encode(), message, hashlib.sha256).hexdigest()
