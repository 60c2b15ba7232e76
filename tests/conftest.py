"""Fixtures that all tests share: the real library, and a small invented one that is cheap to break."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("atlas", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
settings.load_profile("atlas")  # no test asserts a time, so a busy machine fails none

TESTS = Path(__file__).parent
ROOT = TESTS.parent
os.environ["ADVISOR_DATA"] = tempfile.mkdtemp(prefix="atlas-tests-")  # before anything reads it; removed at the end
os.environ.pop("ADVISOR_KNOWLEDGE", None)
os.environ.pop("ADVISOR_CHROMA_URL", None)

from advisor.records.library import Library, read_library  # noqa: E402
from advisor.records.store import load_library  # noqa: E402


@pytest.fixture(scope="session", autouse=True)
def _own_data_folder() -> Iterator[None]:
    yield
    for thread in threading.enumerate():
        if thread.name == "meaning index":   # of a page that was tested: onnxruntime does not bear the interpreter's end in the middle of its work
            thread.join(120)
    shutil.rmtree(os.environ["ADVISOR_DATA"], ignore_errors=True)


@pytest.fixture(scope="session")
def opened() -> Iterator[Any]:
    """A real browser, one for all tests that need it."""
    from tests.pages.browser import browser

    with browser() as found:
        yield found


@pytest.fixture(scope="session")
def library() -> Library:
    """The knowledge that ships."""
    return load_library(ROOT / "knowledge")


@pytest.fixture
def mini_folder(tmp_path: Path) -> Path:
    """A knowledge folder with the real vocabulary but five questions, one jurisdiction and two cases."""
    folder = tmp_path / "knowledge"
    shutil.copytree(ROOT / "knowledge" / "vocabulary", folder / "vocabulary")
    shutil.copy(TESTS / "mini" / "questions.yaml", folder / "vocabulary" / "questions.yaml")
    shutil.copytree(TESTS / "mini" / "jurisdictions", folder / "jurisdictions")
    shutil.copytree(TESTS / "mini" / "cases", folder / "cases")
    return folder


@pytest.fixture
def mini(mini_folder: Path) -> Library:
    """The small invented library."""
    found, problems = read_library(mini_folder)
    assert problems == []
    assert found is not None
    return found
