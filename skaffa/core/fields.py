"""A column whose content is encrypted at rest under keys that can be rotated."""

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import models


@lru_cache(maxsize=4)
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def cipher() -> MultiFernet:
    """The cipher of this environment: the first key encrypts, all of them decrypt."""
    return _cipher(tuple(settings.SKAFFA_ENCRYPTION_KEYS))


if TYPE_CHECKING:
    _TextField = models.TextField[str, str]
else:
    _TextField = models.TextField  # takes no parameters at run time


class EncryptedTextField(_TextField):
    """Text of any length, encrypted with Fernet (AES-128-CBC with HMAC-SHA256); read by id, never searched."""

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return cipher().encrypt(text.encode()).decode() if text else text

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        return cipher().decrypt(value.encode()).decode() if value else value
