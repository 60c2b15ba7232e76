"""How well facts are recognised in a text, on cases that are left out. Run by hand: python tests/benchmarks/recognise.py

The text is the record's account of the facts, the truth its coded factors; a case is left out with all cases it is related to. Baseline in the
same run: the factor whose name and question are nearest to a clause. Reported: precision at several recalls, over all cases and factors together,
and how many of the facts that are really proposed are coded.
"""

from __future__ import annotations

import numpy as np

from advisor import settings
from advisor.records.library import Library
from advisor.records.store import load_library
from advisor.search.encoder import Encoder, model_id
from advisor.search.recognise import LEAST, Recogniser, clauses

RECALLS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6)
FOLDS = 20


def folds(library: Library) -> list[set[str]]:
    """The coded cases in parts, related ones together."""
    parts: list[set[str]] = []
    for case in library.cases.values():
        together = {case.id, *(relation.case for relation in case.related)}
        parts = [part for part in parts if not part & together] + [set().union(together, *(part for part in parts if part & together))]
    found: list[set[str]] = [set() for _ in range(FOLDS)]
    for part in sorted(parts, key=len, reverse=True):
        min(found, key=len).update(part)
    return found


def main() -> None:
    """Print the table."""
    library, encoder = load_library(), Encoder()
    factors = list(library.factors.factors)
    asks = encoder.encode([f"{factor.name}. {factor.ask}" for factor in library.factors.factors.values()])
    learnt, nearest, truth = [], [], []
    for part in folds(library):
        recogniser = Recogniser(library, encoder.encode, model_id(), settings.data_dir() / "index", without=part)
        for case in (library.cases[name] for name in part if library.cases[name].factors):
            learnt.append(recogniser.shares(case.facts)[0])
            nearest.append((encoder.encode(clauses(case.facts)) @ asks.T).max(axis=0))
            truth.append([factor in case.factors for factor in factors])
    right = np.array(truth)
    print(f"{len(right)} cases, {right.sum()} coded facts\n{'precision at recall':<24}" + "".join(f"{recall:>8}" for recall in RECALLS))
    for name, shares in (("nearest question", np.array(nearest)), ("learnt from the cases", np.array(learnt))):
        ranked = right.ravel()[np.argsort(-shares.ravel(), kind="stable")]
        hits = np.cumsum(ranked)
        places = [int(np.searchsorted(hits, recall * right.sum())) for recall in RECALLS]
        print(f"{name:<24}" + "".join(f"{hits[place] / (place + 1):>8.2f}" for place in places))
    proposed = np.array(learnt) >= LEAST
    print(f"proposed (share of at least {LEAST}): {proposed.sum() / len(right):.1f} a case, {right[proposed].mean():.2f} of them coded, "
          f"{(right & proposed).sum() / right.sum():.2f} of the coded ones found")


if __name__ == "__main__":
    main()
