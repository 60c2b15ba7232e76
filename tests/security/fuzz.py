"""Coverage-guided fuzzing of every reader of input: ``python tests/security/fuzz.py`` (about a million cases), or with ``--cases N`` and names of readers.

Each reader runs in a process of its own under atheris (libFuzzer), with a limit of 30 seconds and 2.5 GB for one input. Printed: cases really run, time,
memory, branches covered, and for what broke a promise the file that holds the input. Needs ``pip install -e ".[bench]"``.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
LIMITS = ("-max_len=8192", "-timeout=30", "-rss_limit_mb=2500", "-print_final_stats=1", "-verbosity=1")


def run_one(name: str, cases: int, corpus: str) -> None:
    """Fuzz one reader; libFuzzer ends the process."""
    import logging

    import atheris

    logging.disable(logging.CRITICAL)   # readers of third parties tell of every damaged file
    with atheris.instrument_imports(include=["advisor", "pypdf", "docx"]):
        import pypdf  # noqa: F401  (read when it is first needed, which would be too late)

        from tests.security.targets import TARGETS
    target = TARGETS[name]
    for number, seed in enumerate(target.seeds):
        (Path(corpus) / f"seed-{number}").write_bytes(seed)
    words = Path(corpus).parent / "words"
    words.write_text("".join('"' + "".join(f"\\x{byte:02x}" for byte in word.encode()) + '"\n' for word in target.words))
    atheris.Setup([name, *LIMITS, f"-runs={cases}", f"-dict={words}", f"-artifact_prefix={Path(corpus).parent}/", corpus], target.run)
    atheris.Fuzz()


def main() -> int:
    """Fuzz the named readers one after another and print a table; exit status 1 when one broke a promise."""
    if sys.argv[1:2] == ["--one"]:   # before anything else imports what is to be instrumented
        run_one(sys.argv[2], int(sys.argv[3]), sys.argv[4])
    from tests.security.targets import TARGETS

    parser = argparse.ArgumentParser(description="Coverage-guided fuzzing of every reader of input.")
    parser.add_argument("names", nargs="*", choices=[*TARGETS, []], help="readers (default: all)")
    parser.add_argument("--cases", type=int, default=sum(target.share for target in TARGETS.values()), help="how many in all, shared out over the readers")
    given = parser.parse_args()
    names = given.names or list(TARGETS)
    whole = sum(TARGETS[name].share for name in names)
    total, broken = 0, 0
    print(f"{'reader':<12}{'cases':>10}{'seconds':>9}{'a second':>10}{'peak MB':>9}{'branches':>10}  outcome", flush=True)
    for name in names:
        folder = Path(tempfile.mkdtemp(prefix=f"atlas-fuzz-{name}-"))
        (folder / "corpus").mkdir()
        start = time.monotonic()
        done = subprocess.run([sys.executable, __file__, "--one", name, str(given.cases * TARGETS[name].share // whole), str(folder / "corpus")],
                              capture_output=True, text=True, errors="replace", env={**os.environ, "PYTHONHASHSEED": "0"})
        seconds = time.monotonic() - start
        (folder / "log").write_text(done.stdout + done.stderr)
        counts = {key: int(value) for key, value in re.findall(r"stat::(\w+):\s+(\d+)", done.stderr)}
        covered = re.findall(r"cov: (\d+)", done.stderr)
        ran = counts.get("number_of_executed_units", 0)
        total += ran
        broken += done.returncode != 0
        print(f"{name:<12}{ran:>10,}{seconds:>9.0f}{ran / seconds:>10,.0f}{counts.get('peak_rss_mb', 0):>9}{covered[-1] if covered else '?':>10}  "
              + ("nothing found" if done.returncode == 0 else f"see {folder}"), flush=True)
    print(f"{total:,} cases in all; {broken} readers broke a promise")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
