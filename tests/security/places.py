"""A home of its own for a process, in which everything that it writes and every connection that it opens can be found afterwards."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_RECORDER = '''
import os, sys
def told(event, args):
    if event in ("socket.connect", "socket.sendto", "socket.getaddrinfo"):
        with open(os.environ["ATLAS_CONNECTIONS"], "a") as file:
            print(event, args[:2] if event == "socket.getaddrinfo" else args[1], file=file)
sys.addaudithook(told)
'''


@dataclass(frozen=True)
class Places:
    """The folders of one process."""

    root: Path

    def __post_init__(self) -> None:
        for name in ("home", "tmp", "data", "recorder", "work"):
            (self.root / name).mkdir(parents=True)
        (self.root / "recorder" / "sitecustomize.py").write_text(_RECORDER)   # Python runs it when it starts
        (self.root / "connections").touch()
        if (models := Path(os.environ["ADVISOR_DATA"]) / "models").is_dir():
            shutil.copytree(models, self.root / "data" / "models")   # exported already by other tests

    def environment(self, **more: str) -> dict[str, str]:
        """Environment variables with which a process stays in these folders and records its connections."""
        return {"HOME": str(self.root / "home"), "XDG_CACHE_HOME": str(self.root / "home" / "cache"), "TMPDIR": str(self.root / "tmp"),
                "ADVISOR_DATA": str(self.root / "data"), "ATLAS_CONNECTIONS": str(self.root / "connections"),
                "PYTHONPATH": os.pathsep.join([str(self.root / "recorder"), str(ROOT), *filter(None, sys.path)]), **more}

    def traced(self) -> list[str]:
        """Words before a command with which the system records every connection, those of compiled libraries too; none where there is no strace."""
        return ["strace", "-f", "-qq", "-A", "-e", "trace=connect,sendto", "-o", str(self.root / "connections")] if shutil.which("strace") else []

    def connections_outside(self) -> list[str]:
        """Connections and questions for a name that were not for this machine."""
        lines = [line for line in (self.root / "connections").read_text().splitlines() if "AF_INET" in line or line.startswith("socket.") and "('" in line]
        return [line for line in lines if not any(name in line for name in ("127.0.0.1", "'localhost'", "::1", "None", "'0.0.0.0'"))]

    def with_words(self, *words: str) -> list[Path]:
        """Files and folders of this home whose name or content has one of the words, whatever the case, in UTF-8 or UTF-16."""
        wanted = [form for word in words for form in (word.lower().encode(), word.lower().encode("utf-16-le"))]
        found = []
        for path in self.root.rglob("*"):
            content = str(path.relative_to(self.root)).lower().encode() + (path.read_bytes().lower() if path.is_file() else b"")
            if any(form in content for form in wanted):
                found.append(path)
        return found
