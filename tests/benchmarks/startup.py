"""Time of commands that need no model, as ratios to a bare import in the same run. Run by hand: python tests/benchmarks/startup.py"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

BASELINE = [sys.executable, "-c", "import yaml, networkx, pydantic"]
COMMANDS = {
    "compare de us cn": ["compare", "de", "us", "cn", "--json"],
    "list cases": ["list", "cases", "--json"],
    "advise (worked matter)": ["advise", "knowledge/scenarios/coating-line.yaml", "--json"],
    "predict F4,F6": ["predict", "--factors", "F4,F6", "--json"],
    "search words": ["search", "431 F.2d 1012", "--mode", "words", "--json"],
    "search hybrid": ["search", "an engineer copied the drawings of a machine before leaving for a competitor", "--json"],
}


def seconds(words: list[str], runs: int) -> float:
    """Median wall time of a command, after one run to warm the caches."""
    times = []
    for i in range(runs + 1):
        start = time.perf_counter()
        subprocess.run(words, capture_output=True, check=False)
        if i:
            times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Print the table."""
    base = seconds(BASELINE, 7)
    print(f"{'command':<28}{'seconds':>9}{'ratio':>8}")
    print(f"{'bare import (baseline)':<28}{base:>9.3f}{1:>8.2f}")
    for name, words in COMMANDS.items():
        took = seconds([sys.executable, "-m", "advisor", *words], 3 if "hybrid" in name else 7)
        print(f"{name:<28}{took:>9.3f}{took / base:>8.2f}")


if __name__ == "__main__":
    main()
