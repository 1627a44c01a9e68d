"""How files are received: in memory, and never more of one than may be kept."""

from io import BytesIO
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from skaffa.documents import rules
from skaffa.imports import sheets

_LARGEST = max(rules.LARGEST, sheets.LARGEST)
_LONGEST_REQUEST = 2 * _LARGEST
"""Bytes: a file that is somewhat too large is explained beside its field, anything beyond is not even read."""


class BoundedUpload(FileUploadHandler):
    """Keeps one byte more than the largest file may have, so that the domain refuses it, and lets the rest go by.

    One file for each field: a second would silently take the place of the first.
    """

    _kept: BytesIO

    def handle_raw_input(
        self,
        input_data: Any,  # noqa: ARG002
        META: dict[str, str],  # noqa: ARG002, N803
        content_length: int,
        boundary: Any,  # noqa: ARG002
        encoding: str | None = None,  # noqa: ARG002
    ) -> None:
        if content_length > _LONGEST_REQUEST:
            raise RequestDataTooBig
        self._fields: set[str | None] = set()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.field_name in self._fields:
            raise TooManyFilesSent
        self._fields.add(self.field_name)
        self._kept = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._kept.write(raw_data[: max(0, _LARGEST + 1 - start)])

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self._kept.seek(0)
        return InMemoryUploadedFile(
            file=self._kept,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=min(file_size, _LARGEST + 1),
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
