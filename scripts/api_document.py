"""Writes docs/api/openapi.json: what programs can do, as the API itself describes it."""

import importlib
import json
import os
from pathlib import Path

import django

DOCUMENT = Path(__file__).resolve().parents[1] / "docs/api/openapi.json"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skaffa.config.settings")
    django.setup()
    from skaffa.api.app import api  # noqa: PLC0415 - Django is ready only now

    importlib.import_module("skaffa.api.urls")  # which adds the areas
    DOCUMENT.write_text(json.dumps(api.get_openapi_schema(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
