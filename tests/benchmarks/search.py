"""How well the search finds what was asked, beside three baselines in the same run. Run by hand.

python tests/benchmarks/search.py [--part tune|kept|all] [--outside FOLDER]

The gold set is tests/search/gold.yaml: queries with the records that answer them, by kind; every second entry of a kind is for tuning, the
others are kept. Measures: nDCG@10, recall@5 (the share of the relevant records, of at most five, that are in the first five), MRR, hit@1, each
with a 95 % bootstrap interval. Baselines: SQLite FTS5 alone (any word, BM25), bm25s with English stemming, and the model's vectors of whole
records in Chroma's ``query``. ``--outside`` names a checkout of lauramanor/legal_summarization (not committed).
"""

from __future__ import annotations

import argparse
import json
import re
import sqlite3
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import yaml

from advisor.records.library import Library
from advisor.records.store import load_library
from advisor.search import engine as engines
from advisor.search.documents import Document, documents
from advisor.search.encoder import Encoder
from advisor.search.engine import Engine
from advisor.search.filters import Filters, Kind

GOLD = Path(__file__).parents[1] / "search" / "gold.yaml"
Search = Callable[[str], list[str]]
MEASURES = ("nDCG@10", "recall@5", "MRR", "hit@1")


def scores(found: list[str], relevant: set[str]) -> tuple[float, ...]:
    """The four measures for one query."""
    gains = [1.0 if name in relevant else 0.0 for name in found[:10]]
    ideal = sum(1 / np.log2(i + 2) for i in range(min(10, len(relevant))))
    first = next((i for i, name in enumerate(found) if name in relevant), None)
    return (sum(g / np.log2(i + 2) for i, g in enumerate(gains)) / ideal, len(relevant & set(found[:5])) / min(5, len(relevant)),
            0.0 if first is None else 1 / (first + 1), float(first == 0))


def interval(values: np.ndarray, rng: np.random.Generator) -> str:
    """The mean with its 95 % bootstrap interval."""
    means = rng.choice(values, (2000, len(values))).mean(axis=1)
    return f"{values.mean():.3f} [{np.quantile(means, .025):.2f}-{np.quantile(means, .975):.2f}]"


def fts(texts: dict[str, str]) -> Search:
    """SQLite FTS5 alone."""
    db = sqlite3.connect(":memory:")
    db.execute("create virtual table t using fts5(id unindexed, body)")
    db.executemany("insert into t values (?, ?)", texts.items())

    def search(query: str) -> list[str]:
        words = " OR ".join(f'"{w}"' for w in dict.fromkeys(re.findall(r"[^\W_]+", query)))
        return [row[0] for row in db.execute("select id from t where t match ? order by rank limit 50", (words,))] if words else []
    return search


def bm25(texts: dict[str, str]) -> Search:
    """bm25s with stemming."""
    import bm25s
    import Stemmer

    stemmer, ids = Stemmer.Stemmer("english"), list(texts)
    index = bm25s.BM25()
    index.index(bm25s.tokenize(list(texts.values()), stemmer=stemmer, show_progress=False), show_progress=False)

    def search(query: str) -> list[str]:
        rows, weights = index.retrieve(bm25s.tokenize(query, stemmer=stemmer, show_progress=False), k=50, show_progress=False)
        return [ids[i] for i, w in zip(rows[0], weights[0], strict=True) if w > 0]
    return search


def chroma(texts: dict[str, str], encoder: Encoder, name: str = "outside") -> Search:
    """The model's vectors of whole records in Chroma."""
    import chromadb

    collection = chromadb.EphemeralClient().create_collection(f"plain-{name}", embedding_function=None, metadata={"hnsw:space": "cosine"})
    ids = sorted(texts, key=lambda i: len(texts[i]))
    for start in range(0, len(ids), 256):
        part = ids[start:start + 256]
        collection.upsert(ids=part, embeddings=encoder.encode([texts[i] for i in part]))
    return lambda query: list(collection.query(query_embeddings=encoder.encode([query]).tolist(), n_results=50)["ids"][0])


def table(title: str, queries: list[dict[str, object]], methods: dict[str, Search]) -> None:
    """Print the measures of every method for a set of queries."""
    rng = np.random.default_rng(7)
    print(f"\n{title}: {len(queries)} queries\n{'method':<28}" + "".join(f"{m:>22}" for m in MEASURES))
    for name, search in methods.items():
        rows = np.array([scores(search(str(q["query"])), set(q["relevant"])) for q in queries])  # type: ignore[call-overload]
        print(f"{name:<28}" + "".join(f"{interval(rows[:, i], rng):>22}" for i in range(len(MEASURES))))


def outside(folder: Path, library: Library, encoder: Encoder) -> None:
    """nDCG@10 on contracts and terms of use: a plain summary asks for the original texts that it sums up (pairs as in MTEB's LegalSummarization)."""
    pairs = list(json.loads((folder / "all_v1.json").read_text()).values())
    texts = {f"text-{i}": text for i, text in enumerate(dict.fromkeys(str(pair["original_text"]) for pair in pairs))}
    ids = {text: name for name, text in texts.items()}
    asked: dict[str, list[str]] = {}
    for pair in pairs:
        asked.setdefault(str(pair["reference_summary"]), []).append(ids[str(pair["original_text"])])
    engines.documents = lambda _: [Document(name, "case", "", "", "", 0, "", (), text, "", (("text", text),))   # type: ignore[assignment, return-value]
                                   for name, text in texts.items()]
    with tempfile.TemporaryDirectory() as scratch:
        engine = Engine(replace(library, digest="outside", cases={}, jurisdictions={}), Path(scratch))
        engine.prepare()
        table("lauramanor/legal_summarization", [{"query": query, "relevant": relevant} for query, relevant in asked.items()], {
            "bm25s, stemmed": bm25(texts), "vectors in Chroma": chroma(texts, encoder),
            "Atlas": lambda q: [h.id for h in engine.search(q, 50).hits]})
        engine.close()


def main() -> None:
    """Print a table for all kinds together and one a kind."""
    options = argparse.ArgumentParser()
    options.add_argument("--part", choices=["tune", "kept", "all"], default="kept")
    options.add_argument("--outside", type=Path)
    given = options.parse_args()
    library = load_library()
    engine, encoder = Engine(library), Encoder()
    engine.prepare()
    texts = {doc.id: f"{doc.name}\n{doc.citation}\n{doc.catchwords}\n{doc.words}" for doc in documents(library)}

    def methods(kind: Kind) -> dict[str, Search]:
        """Every method over the cases or over the answers: the page Cases shows one of them at a time."""
        among = {name: text for name, text in texts.items() if ("#" in name) == (kind == "answer")}
        only = Filters(kind=kind)
        return {"FTS5 alone": fts(among), "bm25s, stemmed": bm25(among), "vectors in Chroma": chroma(among, encoder, kind or ""),
                "Atlas, words": lambda q: [h.id for h in engine.search(q, 50, "words", only).hits],
                "Atlas": lambda q: [h.id for h in engine.search(q, 50, filters=only).hits]}

    over = {"case": methods("case"), "answer": methods("answer")}
    queries = yaml.safe_load(GOLD.read_text(encoding="utf-8"))
    kinds = list(dict.fromkeys(q["kind"] for q in queries))
    chosen = {kind: [q for i, q in enumerate(q for q in queries if q["kind"] == kind) if given.part == "all" or (i % 2 == 0) == (given.part == "tune")]
              for kind in kinds}
    for kind in kinds:
        table(kind, chosen[kind], over["answer" if "#" in chosen[kind][0]["relevant"][0] else "case"])
    everything = [q for kind in kinds for q in chosen[kind]]
    which = {str(q["query"]): "answer" if "#" in q["relevant"][0] else "case" for q in everything}
    table(f"{given.part}, all kinds", everything, {name: lambda q, name=name: over[which[q]][name](q) for name in over["case"]})
    engine.close()
    if given.outside:
        outside(given.outside, library, encoder)


if __name__ == "__main__":
    main()
