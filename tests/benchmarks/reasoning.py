"""Speed of evaluation, and faithfulness of generated arguments. Run by hand: python tests/benchmarks/reasoning.py"""

from __future__ import annotations

import re
import statistics
import time
from datetime import date
from pathlib import Path

from advisor.analogy.argument import argue
from advisor.matter import Matter, read_matter
from advisor.options import advise, rule_graph
from advisor.records.library import Library
from advisor.records.store import load_library
from advisor.rules.evaluate import evaluate_route

TODAY = date(2026, 11, 24)
CODE = re.compile(r"\((F\d+)\)")


def speed(library: Library, matter: Matter) -> None:
    """A matter against every jurisdiction, and how the time grows with their number.

    First every option with its status, elements, deadlines, remedies and rank; then with what is worked out when an option is opened.
    """
    names = list(library.jurisdictions)
    print(f"{'jurisdictions':>14}{'milliseconds':>14}{'ratio':>8}{'all opened':>12}")
    base = 0.0
    for count in sorted({1, max(1, len(names) // 4), max(1, len(names) // 2), len(names)}):
        asked = matter.model_copy(update={"jurisdictions": tuple(names[:count])})
        advise(library, asked)  # builds the graphs once
        times = []
        for _ in range(7):
            start = time.perf_counter()
            advise(library, asked)
            times.append(1000 * (time.perf_counter() - start))
        took = statistics.median(times)
        base = base or took
        start = time.perf_counter()
        for option in advise(library, asked).options:
            _ = option.missing, option.flips, option.arguments, option.chains
        print(f"{count:>14}{took:>14.1f}{took / base:>8.2f}{1000 * (time.perf_counter() - start):>12.1f}")


def faithfulness(library: Library) -> None:
    """Arguments over the library's own cases under every law: no factor invented, none that bears omitted, none made without a contest."""
    made = invented = omitted = without_contest = 0
    for case in library.cases.values():
        facts = dict.fromkeys(case.factors, "yes")
        for name, record in library.jurisdictions.items():
            graph = rule_graph(library, name, TODAY, TODAY)
            for route in (r for r, v in record.routes.items() if v.kind == "civil" and f"{name}:{r}" in graph):
                for element in evaluate_route(graph, f"{name}:{route}", facts).elements:
                    argument = argue(library, element, set(facts), name, TODAY, without=[case.id])
                    if argument is None:
                        continue
                    made += 1
                    without_contest += element.state != "contested"
                    named = {code for ply in argument.plies for code in CODE.findall(ply.text)}
                    cited = {code for ply in argument.plies if ply.case for code in library.cases[ply.case].factors}
                    invented += bool(named - set(facts) - cited)
                    omitted += bool({r.factor for r in element.because if r.factor} - named)
    print(f"\narguments {made}; with an invented factor {invented}; with a bearing factor omitted {omitted}; without a contest {without_contest}")


def main() -> None:
    """Print both."""
    library = load_library()
    root = Path(__file__).parents[2] / "knowledge" / "scenarios"
    speed(library, read_matter(next(iter(sorted(root.glob("*.yaml")))), library))
    faithfulness(library)


if __name__ == "__main__":
    main()
