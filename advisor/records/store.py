"""The checked library, read once: a cache beside the index, keyed by the content of every record file."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import pydantic_core
from pydantic import TypeAdapter

from advisor import __version__, settings
from advisor.files import write_whole
from advisor.records.library import VOCABULARY, Library, folder_digest, read_library
from advisor.records.models import Case, Jurisdiction
from advisor.records.problems import BadInput
from advisor.records.source import digest_of

T = TypeVar("T")
_JURISDICTION = TypeAdapter(Jurisdiction)
_CASE = TypeAdapter(Case)


def load_library(root: Path | None = None, progress: Callable[[float], None] = lambda share: None) -> Library:
    """The library of a knowledge folder (default: the one in use), from the cache when nothing changed.

    Raises BadInput with every problem when a record cannot be used; a wrong record is never half-loaded.
    """
    root = root or settings.knowledge_dir()
    digest = folder_digest(root)
    path = _cache_file(digest)
    if (library := _from_cache(path, digest)) is not None:
        gc.freeze()   # records live as long as the process: the collector need not walk them again and again
        return library
    read, problems = read_library(root, progress)
    errors = [p for p in problems if p.severity == "error"]
    if errors or read is None:
        raise BadInput(errors)
    _to_cache(path, read)
    return read


def _cache_file(digest: str) -> Path:
    """The cache also depends on the code that reads records, so that a new version never meets an old shape."""
    code = "".join(digest_of(p.read_bytes()) for p in sorted(Path(__file__).parent.glob("*.py")))
    return settings.data_dir() / "records" / f"{digest}-{digest_of((__version__ + code).encode())[:8]}.json"


class _OnDemand(Mapping[str, T]):
    """Records by id, each validated when it is first asked for: most commands need few of them."""

    def __init__(self, written: dict[str, str], adapter: TypeAdapter[T]):
        self._written, self._adapter = written, adapter
        self._read: dict[str, T] = {}

    def __getitem__(self, name: str) -> T:
        if name not in self._read:
            self._read[name] = self._adapter.validate_json(self._written[name])
        return self._read[name]

    def __contains__(self, name: object) -> bool:
        return name in self._written

    def __iter__(self) -> Iterator[str]:
        return iter(self._written)

    def __len__(self) -> int:
        return len(self._written)


def _from_cache(path: Path, digest: str) -> Library | None:
    """The cached library, or None when there is none or it cannot be read (it is only derived data)."""
    try:
        data = pydantic_core.from_json(path.read_bytes())
        words: dict[str, Any] = {name: model.model_validate(data[name]) for name, model in VOCABULARY.items()}
        if _whole(data) != data["whole"]:
            return None
        return Library(**words, jurisdictions=_OnDemand(data["jurisdictions"], _JURISDICTION), cases=_OnDemand(data["cases"], _CASE), digest=digest)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _to_cache(path: Path, library: Library) -> None:
    plain: dict[str, Any] = {name: getattr(library, name).model_dump(mode="json", by_alias=True, exclude_defaults=True) for name in VOCABULARY}
    for kind in ("jurisdictions", "cases"):
        plain[kind] = {name: record.model_dump_json(by_alias=True, exclude_defaults=True) for name, record in getattr(library, kind).items()}
    plain["whole"] = _whole(plain)
    content = pydantic_core.to_json(plain)
    try:
        write_whole(path, content)
        for old in path.parent.glob("*.json"):
            if old != path:
                old.unlink(missing_ok=True)
    except OSError:
        return  # without a cache the next start only takes longer


def _whole(data: dict[str, Any]) -> str:
    """Digest of all records as written, which tells a damaged cache before a record is asked for."""
    return digest_of("\n".join([*data["jurisdictions"].values(), *data["cases"].values()]).encode())
