"""Where things are and what can be set: every setting is one environment variable.

====================== ====================================================== =========================
variable               meaning                                                default
====================== ====================================================== =========================
ADVISOR_KNOWLEDGE      folder with vocabulary/, jurisdictions/ and cases/     the one that ships
ADVISOR_DATA           folder for derived data: record cache, search index    the user's cache folder
ADVISOR_MODEL          a sentence-transformers model, name or folder          the packaged MiniLM
ADVISOR_CHROMA_URL     a Chroma server, e.g. http://127.0.0.1:8000            embedded Chroma
====================== ====================================================== =========================
"""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_cache_path

from advisor.records.problems import BadInput

_PACKAGE = Path(__file__).resolve().parent


def knowledge_dir() -> Path:
    """The folder of records; raises BadInput when there is none."""
    if given := os.environ.get("ADVISOR_KNOWLEDGE"):
        folder = Path(given)
        if not (folder / "vocabulary").is_dir():
            raise BadInput(f"ADVISOR_KNOWLEDGE={given}: no folder 'vocabulary' there; name the folder that holds "
                           "vocabulary/, jurisdictions/ and cases/")
        return folder
    for folder in (_PACKAGE / "knowledge", _PACKAGE.parent / "knowledge"):
        if folder.is_dir():
            return folder
    raise BadInput("no knowledge folder found beside the package; set ADVISOR_KNOWLEDGE to it")


def data_dir() -> Path:
    """The folder for derived data (made by whoever writes first)."""
    given = os.environ.get("ADVISOR_DATA")
    return Path(given) if given else user_cache_path("trade-secret-atlas", appauthor=False)


def model_name() -> str | None:
    """The embedding model that the user set, or None for the packaged one."""
    return os.environ.get("ADVISOR_MODEL") or None


def chroma_url() -> str | None:
    """The Chroma server that the user set, or None for the embedded client."""
    return os.environ.get("ADVISOR_CHROMA_URL") or None
