"""Vectors that come with the records, so that neither a first search nor the first facts recognised have to wait for the model.

``python -m advisor.search.shipped`` writes them anew. They stand in ``vectors.npz`` of the knowledge folder as half-precision numbers, each under the
hash of its text, for one model. A text that has changed since is embedded where it is needed; so is everything under another model.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from advisor import settings
from advisor.files import write_whole
from advisor.records.source import digest_of
from advisor.records.store import load_library
from advisor.search.documents import documents
from advisor.search.encoder import Encoder, Vectors, model_id

Encode = Callable[[list[str]], Vectors]
BATCH = 256


def kept(folder: Path, model: str) -> dict[str, NDArray[np.float16]]:
    """The vectors of a knowledge folder by the hash of their text; none for another model, without the file, or when it is damaged."""
    try:
        with np.load(folder / "vectors.npz", allow_pickle=False) as found:
            if str(found["model"]) != model or found["vectors"].dtype != np.float16:
                return {}
            return dict(zip(found["digests"].tolist(), found["vectors"], strict=True))
    except Exception:  # whatever is wrong with the file, texts can be embedded instead
        return {}


def knowing(known: dict[str, NDArray[np.float16]], encode: Encode) -> Encode:
    """An encoder that looks up what is known and embeds the rest."""
    def encoded(texts: list[str]) -> Vectors:
        digests = [digest_of(text.encode()) for text in texts]
        new = [text for text, digest in zip(texts, digests, strict=True) if digest not in known]
        made = iter(encode(new)) if new else iter(())
        found = np.array([known[digest] if digest in known else next(made) for digest in digests], np.float32)
        return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), np.float32)
    return encoded


def ship(folder: Path) -> int:
    """Write the vectors of every passage of the records in a folder and of what teaches to recognise facts, embedding what is new; returns how many."""
    from advisor.search.recognise import lessons  # takes a second to import, and whoever looks vectors up needs it not

    library = load_library(folder)
    passages = (text for doc in documents(library) for _, text, _ in doc.passage_ids())
    texts = sorted({*passages, *(words for part in lessons(library) for *_, words in part)}, key=lambda text: (len(text), text))
    encode = knowing(kept(folder, model_id()), Encoder().encode)
    vectors = np.concatenate([encode(texts[start:start + BATCH]) for start in range(0, len(texts), BATCH)])
    content = io.BytesIO()
    np.savez(content, model=np.array(model_id()), digests=np.array([digest_of(text.encode()) for text in texts]), vectors=vectors.astype(np.float16))
    write_whole(folder / "vectors.npz", content.getvalue())
    return len(texts)


if __name__ == "__main__":
    print(f"{ship(settings.knowledge_dir())} vectors written", file=sys.stderr)
