"""One process that uses an index: ``python -m tests.search.worker KNOWLEDGE INDEX ACTION [LIMIT]``.

Its vectors are drawn by lot from the text, so that no model is loaded.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
import time
from pathlib import Path

import numpy as np

from advisor.records.library import read_library
from advisor.records.source import digest_of
from advisor.search import engine as engines
from advisor.search import meaning
from advisor.search.encoder import Vectors


class Lot:
    """Unit vectors that depend on the text only; ``pause`` is the time that one takes."""

    def __init__(self, pause: float = 0):
        self.pause, self.texts = pause, 0

    def encode(self, texts: list[str]) -> Vectors:
        time.sleep(self.pause * len(texts))
        self.texts += len(texts)
        rows = np.stack([np.random.default_rng(int(digest_of(text.encode())[:12], 16)).normal(size=16) for text in texts])
        return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def main(knowledge: Path, folder: Path, action: str) -> None:
    """Print one JSON line a step."""
    slow = action == "slowly"
    if slow:
        meaning.BATCH = 1
    if action == "full":
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[4]), int(sys.argv[4])))
    engines.Encoder = lambda: Lot(.2 if slow else 0)  # type: ignore[assignment, misc, return-value]
    library, _ = read_library(knowledge)
    assert library is not None
    engine = engines.Engine(library, folder)
    try:
        print(json.dumps(engine.prepare(lambda share: print(share, flush=True) if slow else None)), flush=True)
    except meaning.NoMeaning as error:
        print(json.dumps(str(error)), flush=True)
    found = engine.search("who analysed the glue and found out what it was made of that day", k=1)
    print(json.dumps([found.mode, [hit.id for hit in found.hits], list(found.notes)]), flush=True)
    if action == "hold":
        sys.stdin.readline()
    engine.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
