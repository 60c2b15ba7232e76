"""Work in a process of its own: what must not stay in this one, or must be ended when it takes too long."""

from __future__ import annotations

import os
import subprocess
import sys


def run_module(module: str, *words: str, given: bytes = b"", seconds: float | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run ``python -m module words`` with bytes on its standard input; returns what it wrote. It imports from where this process does.

    Raises subprocess.TimeoutExpired when it was ended after ``seconds``.
    """
    return subprocess.run([sys.executable, "-P", "-m", module, *words], input=given, capture_output=True, timeout=seconds,
                          env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))})
