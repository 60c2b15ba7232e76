"""Vectors that come with the records."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor import settings
from advisor.records.library import Library
from advisor.records.source import digest_of
from advisor.records.store import load_library
from advisor.search.documents import documents
from advisor.search.encoder import Encoder, model_id
from advisor.search.engine import Engine
from advisor.search.shipped import kept, knowing, ship


def test_what_is_shipped_is_what_the_model_gives_and_covers_the_library(library: Library) -> None:
    known = kept(settings.knowledge_dir(), model_id())
    passages = {digest: text for doc in documents(library) for _, text, digest in doc.passage_ids()}
    there = [digest for digest in passages if digest in known]
    assert len(there) > 0.9 * len(passages), "run python -m advisor.search.shipped"
    some = there[::len(there) // 12]
    assert np.allclose([known[digest] for digest in some], Encoder().encode([passages[digest] for digest in some]), atol=1e-3)


def _length(texts: Sequence[str]) -> np.ndarray:
    """A stand-in for a model: a direction by the length of the text."""
    return np.array([[1.0, len(text)] for text in texts], np.float32)


@given(st.lists(st.text(max_size=8), min_size=1), st.sets(st.text(max_size=8)))
def test_known_texts_are_not_embedded_and_all_keep_their_place(texts: list[str], stored: set[str]) -> None:
    asked: list[str] = []

    def encode(new: list[str]) -> np.ndarray:
        asked.extend(new)
        return _length(new)

    known = {digest_of(text.encode()): _length([text])[0].astype(np.float16) for text in stored}
    found = knowing(known, encode)(texts)
    wanted = _length(texts)
    assert np.allclose(found, wanted / np.linalg.norm(wanted, axis=1, keepdims=True), atol=1e-3)
    assert not set(asked) & stored


def test_a_first_start_embeds_nothing_that_is_shipped(mini_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISOR_KNOWLEDGE", str(mini_folder))
    assert ship(mini_folder) > 0
    engine = Engine(load_library(mini_folder), tmp_path / "index")
    monkeypatch.setattr(Encoder, "encode", lambda self, texts: pytest.fail(f"embedded {texts}"))
    assert engine.prepare() > 0
    engine.close()


@pytest.mark.parametrize("spoil", ["another model", "cut short", "a pickle", "missing"])
def test_a_file_that_cannot_be_used_is_passed_over(mini_folder: Path, spoil: str) -> None:
    ship(mini_folder)
    file = mini_folder / "vectors.npz"
    assert kept(mini_folder, model_id())
    if spoil == "cut short":
        file.write_bytes(file.read_bytes()[:200])
    elif spoil == "a pickle":
        np.savez(file, model=np.array(model_id()), digests=np.array([object()], dtype=object), vectors=np.zeros((1, 2), np.float16))
    elif spoil == "missing":
        file.unlink()
    assert kept(mini_folder, "another" if spoil == "another model" else model_id()) == {}
