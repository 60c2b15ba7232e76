"""JSON Schemas of the record files, so that an editor completes and checks while one writes."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel

from advisor.files import write_whole
from advisor.records.library import VOCABULARY
from advisor.records.models import Case, Jurisdiction


def write_schemas(folder: Path) -> list[Path]:
    """Write one schema a kind of record; returns the files. Raises OSError when the folder cannot be written."""
    models: dict[str, type[BaseModel]] = {"jurisdiction": Jurisdiction, "case": Case, **VOCABULARY}
    written = []
    for name, model in models.items():
        path = folder / f"{name}.schema.json"
        write_whole(path, (json.dumps(model.model_json_schema(mode="validation"), indent=1, ensure_ascii=False) + "\n").encode())
        written.append(path)
    return written
