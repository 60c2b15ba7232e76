"""Build rate, disk, memory, and time and recall of filtered queries as the library grows. Run by hand.

python tests/benchmarks/scale.py [--sizes 1000 10000 100000] [--queries 200] [--keep FOLDER]

The library is synthetic: cases of invented words (Zipf's law) named "SYNTHETIC …", made in a temporary folder and never written as records.
So are the vectors, or the build would measure the model: a mixture of clusters in 384 dimensions; a case lies near one of 1,000 centres and its
three passages lie near it, a query near some case. Everything else is the Atlas's own: the word index, the meaning index with Chroma, and
``Engine.search`` over both; a query counts without its encoding, in wall time and (for a busy machine) in
processor time of all threads. Exact brute force in numpy over the same vectors (memory-mapped like the
engine's) is the baseline for recall@10 and time. Filters leave all cases, about a half, a tenth, a hundredth, or a thousandth. With ``--keep``
the folder stays and a second run starts from the index that is there.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from advisor.records.library import Library
from advisor.records.store import load_library
from advisor.search import engine as engines
from advisor.search.documents import Document
from advisor.search.filters import Filters
from advisor.search.query import parse

DIMENSION, CENTRES, VOCABULARY = 384, 1000, 60_000
PARTS = ("facts", "holding", "significance")
FILTERS = {
    "all": Filters(),
    "1/2": Filters(since=1998),
    "1/10": Filters(jurisdictions=("j00", "j01", "j02", "j03", "j04")),
    "1/100": Filters(jurisdictions=("j05",), outcome="holder"),
    "1/1000": Filters(jurisdictions=("j06",), outcome="holder", factors=("F4", "F6")),
}


class Synthetic:
    """Documents and vectors that depend on their number only."""

    def __init__(self, size: int):
        self.size = size
        rng = np.random.default_rng(5)
        self._centres = rng.normal(size=(CENTRES, DIMENSION)).astype(np.float32)
        weights = 1 / np.arange(1, VOCABULARY + 1) ** 1.05
        self._share = np.cumsum(weights / weights.sum())
        letters = np.array(list("abcdefghijklmnopqrstuvwxyz"))
        self._words = ["".join(word) for word in letters[rng.integers(0, 26, (VOCABULARY, 8))]]

    def text(self, rng: np.random.Generator, length: int) -> str:
        """Invented words, common ones more often."""
        return " ".join(self._words[i] for i in np.minimum(np.searchsorted(self._share, rng.random(length)), VOCABULARY - 1))

    def documents(self) -> Iterator[Document]:
        """Cases of 250 words each."""
        for i in range(self.size):
            rng = np.random.default_rng((1, i))
            body = self.text(rng, 220)
            passages = tuple((part, f"SYNTHETIC {i} {part} {body[at * 400:at * 400 + 400]}") for at, part in enumerate(PARTS))
            factors = tuple(f"F{n}" for n in range(1, 50) if rng.random() < (.4 if n in (4, 6) else .06))
            yield Document(f"zz/synthetic-{i}", "case", f"SYNTHETIC {self.text(rng, 2)} v {self.text(rng, 2)}", f"Court {i % 90}, {i} SYN {i % 700}",
                           f"j{rng.integers(0, 50):02}", 1975 + int(rng.integers(0, 46)), ("holder", "opponent")[int(rng.integers(0, 2))], factors, body,
                           self.text(rng, 8), passages, (f"{i} SYN {i % 700}",), f"Court {i % 90}", "machinery", ("employee-mobility",))

    def near(self, seed: tuple[int, ...], i: int) -> NDArray[np.float32]:
        """A unit vector near case i, whose passages have a cosine of about 0.7 to each other and 0.5 to those of its cluster."""
        case = np.random.default_rng((2, i))
        vector = self._centres[case.integers(0, CENTRES)] + .6 * case.normal(size=DIMENSION) + .8 * np.random.default_rng(seed).normal(size=DIMENSION)
        return (vector / np.linalg.norm(vector)).astype(np.float32)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of passages (by their number) and of queries ("near NUMBER …")."""
        return np.stack([self._passage(*text.split()[1:3]) for text in texts])

    def _passage(self, number: str, part: str) -> NDArray[np.float32]:
        return self.near((3, int(number), PARTS.index(part) if part in PARTS else 9), int(number))

    def queries(self, count: int) -> list[str]:
        """Descriptions: twelve invented words, common and rare, and words of the case that they are near to."""
        rng = np.random.default_rng(11)
        return [f"near {i} {self.text(rng, 12)}" for i in rng.integers(0, self.size, count)]


def memory() -> tuple[int, int]:
    """Resident memory now in MB: of the process alone, and shared (files mapped into memory)."""
    fields = dict(line.split(":") for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("Rss"))
    sizes = {name: int(value.split()[0]) // 1024 for name, value in fields.items()}
    return sizes["RssAnon"], sizes["RssFile"]


def disk(folder: Path) -> int:
    """MB in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) // 2**20


def quantiles(times: Iterable[float]) -> str:
    """p50 and p95 in milliseconds."""
    return " /".join(f"{1000 * t:7.1f}" for t in np.quantile(list(times), [.5, .95]))


def best_of(rows: NDArray[np.intp], near: NDArray[np.float32], places: NDArray[np.int32]) -> list[int]:
    """The ten records whose best passages are nearest: exact."""
    top = rows[np.argsort(-near)[:10 * len(PARTS)]]
    return list(dict.fromkeys(places[top].tolist()))[:10]


def measure(library: Library, size: int, count: int, folder: Path) -> None:
    """Build, ask, print."""
    made = Synthetic(size)
    engines.documents = lambda _: made.documents()       # type: ignore[assignment]
    engines.model_id = lambda: f"synthetic {size}"       # type: ignore[assignment]
    engines.Encoder = lambda: made                       # type: ignore[assignment, misc, return-value]
    library = replace(library, digest=f"synthetic-{size}")
    start = time.perf_counter()
    engine = engines.Engine(library, folder / str(size))
    words = time.perf_counter() - start
    start = time.perf_counter()
    embedded = engine.prepare()
    meaning = time.perf_counter() - start
    engine.close()
    start = time.perf_counter()
    engine = engines.Engine(library, folder / str(size))
    engine.prepare()
    again = time.perf_counter() - start
    queries = made.queries(count)
    vectors = dict(zip(queries, made.encode(queries), strict=True))
    index = engine._meaning
    assert index is not None
    exact, places = index._vectors, index._places
    engine._encoder = type("Ready", (), {"encode": staticmethod(lambda texts: np.stack([vectors[text] for text in texts]))})()  # encoding is free
    print(f"\n{size:,} cases, {len(exact):,} passages: words built in {words:.0f} s ({size / words:,.0f}/s), meaning in {meaning:.0f} s "
          f"({embedded / meaning:,.0f} passages/s), opened again in {again:.1f} s")
    print(f"{'filter':<8}{'admits':>8}{'hybrid p50/p95 ms':>20}{'cpu of hybrid':>18}{'words':>18}{'vectors':>18}{'exact':>18}{'recall@10':>11}{'least':>7}")
    for query in queries[:20]:
        engine.search(query)   # files into the cache of the system, words into that of the engine
    for name, filters in FILTERS.items():
        mask = filters.admits(engine._columns)
        taken: dict[str, list[float]] = {"hybrid": [], "cpu": [], "words": [], "vectors": [], "exact": []}
        recalls = []
        for query in queries:
            start, work = time.perf_counter(), time.process_time()
            result = engine.search(query, 10, "hybrid", filters)
            taken["hybrid"].append(time.perf_counter() - start)
            taken["cpu"].append(time.process_time() - work)
            assert result.mode == "hybrid", result.notes
            start = time.perf_counter()
            engine._by_words(engine._mended(parse(query), []), mask)
            taken["words"].append(time.perf_counter() - start)
            start = time.perf_counter()
            found = index.search(vectors[query], 60, mask)
            taken["vectors"].append(time.perf_counter() - start)
            start = time.perf_counter()
            near = exact @ vectors[query]   # all at once, as one would write it
            rows = np.flatnonzero(mask[places])
            wanted = best_of(rows, near[rows], places)
            taken["exact"].append(time.perf_counter() - start)
            recalls.append(len({engine._order[place] for place in wanted} & {hit.id for hit in found[:10]}) / len(wanted))
        print(f"{name:<8}{int(mask.sum()):>8,}" + "".join(f"{quantiles(times):>{20 if what == 'hybrid' else 18}}" for what, times in taken.items())
              + f"{np.mean(recalls):>11.4f}{min(recalls):>7.1f}", flush=True)
    own, mapped = memory()
    print(f"memory {own} MB and {mapped} MB mapped (peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB with building); "
          f"disk {disk(folder / str(size))} MB")
    engine.close()


def main() -> None:
    """Each size in turn, the smallest first."""
    options = argparse.ArgumentParser()
    options.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 100_000])
    options.add_argument("--queries", type=int, default=200)
    options.add_argument("--keep", type=Path)
    given = options.parse_args()
    library = load_library()
    with tempfile.TemporaryDirectory(prefix="atlas-scale-") as folder:
        for size in given.sizes:
            measure(library, size, given.queries, given.keep or Path(folder))


if __name__ == "__main__":
    main()
