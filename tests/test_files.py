"""Nothing is ever half-written: not when the process is killed, not when the disk is full."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

WRITER = """
import sys
from pathlib import Path
from advisor.files import write_whole
print("ready", flush=True)
while True:
    for letter in (b"a", b"b"):
        write_whole(Path(sys.argv[1]), letter * 3_000_000)
"""


@pytest.mark.parametrize("wait", [0.02, 0.05, 0.09, 0.15])
def test_a_process_killed_while_saving_leaves_the_old_or_the_new_file_whole(tmp_path: Path, wait: float) -> None:
    path = tmp_path / "matter.yaml"
    path.write_bytes(b"a" * 3_000_000)
    with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(wait)
        process.kill()
    content = path.read_bytes()
    assert content in (b"a" * 3_000_000, b"b" * 3_000_000)


def test_an_export_to_a_full_disk_is_one_clear_line_and_the_old_file_stays(tmp_path: Path) -> None:
    """A limit on the size of files stands for the full disk: the system refuses the write half-way."""
    path = tmp_path / "comparison.xlsx"
    path.write_bytes(b"the old one")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000))

    data = tmp_path / "data"
    done = subprocess.run([sys.executable, "-m", "advisor", "compare", "de", "us", "--out", str(path)], capture_output=True, text=True,
                          preexec_fn=limit, env={**os.environ, "ADVISOR_DATA": str(data)}, timeout=240)
    assert done.returncode != 0
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert path.read_bytes() == b"the old one"
    assert not list(tmp_path.glob(".comparison*"))
