"""What is entered on the command line stays where the user put it: no log, cache or temporary file has it, and nothing is asked of the network."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.security.places import Places

MARKERS = ("Zebrafisch", "Quittenmark", "Wolkenpumpe", "Sackgasse77")


def test_the_words_of_a_matter_leave_no_trace(tmp_path: Path, mini_folder: Path) -> None:
    places = Places(tmp_path / "places")
    own = tmp_path / "own"   # the user's own folder
    own.mkdir()
    (own / "matter.yaml").write_text(yaml.safe_dump({"name": f"{MARKERS[0]} GmbH", "summary": f"The {MARKERS[1]} process.", "on": "2026-11-24",
                                                     "places": {"acts": ["xx"]}, "facts": {"F15": "yes", "F6": "yes"}}))
    (own / "damaged.yaml").write_text(f"name: {MARKERS[0]}\n{MARKERS[1]}: [\n")
    (own / "batch.json").write_text(json.dumps([{"id": MARKERS[2], "query": f"{MARKERS[3]} glue"}]))
    calls = [("advise", own / "matter.yaml", "--out", own / f"{MARKERS[2]}.docx"), ("advise", own / "matter.yaml", "--json"), ("advise", own / "damaged.yaml"),
             ("search", f"{MARKERS[3]} adhesive recipe found by analysis of a product"), ("search", "--batch", own / "batch.json", "--mode", "words"),
             ("analogies", "--matter", own / "matter.yaml")]
    before = {path: path.read_bytes() for path in own.iterdir()}
    for words in calls:
        traced = places.traced() if words[0] == "search" else []
        done = subprocess.run([*traced, sys.executable, "-m", "advisor", *map(str, words)], capture_output=True, text=True, timeout=300,
                              cwd=places.root / "work", env={**os.environ, **places.environment(ADVISOR_KNOWLEDGE=str(mini_folder))})
        assert "Traceback" not in done.stderr
        assert done.returncode in (0, 1) or words[1] == own / "damaged.yaml", done.stderr
    assert places.with_words(*MARKERS) == []
    assert places.connections_outside() == []
    assert list((places.root / "work").iterdir()) == []
    assert [path for path in (places.root / "tmp").rglob("*") if path.is_file()] == []
    assert {path: path.read_bytes() for path in own.iterdir() if path.suffix != ".docx"} == before
    assert (own / f"{MARKERS[2]}.docx").stat().st_mode & 0o077 == 0   # a memo is for the user alone until the user shares it


def test_the_recorder_would_have_seen_a_connection(tmp_path: Path) -> None:
    places = Places(tmp_path / "places")
    code = "import socket\ntry: socket.create_connection(('192.0.2.1', 9), 0.01)\nexcept OSError: pass"
    subprocess.run([sys.executable, "-c", code], env={**os.environ, **places.environment()}, timeout=60, check=True)
    assert any("192.0.2.1" in line for line in places.connections_outside())
    (places.root / "tmp" / "trace").write_text("a Zebrafisch")
    assert [path.name for path in places.with_words("zebrafisch")] == ["trace"]


@pytest.mark.parametrize("url", ["http://user:hunter2@127.0.0.1:9/?token=hunter2", "http://hunter2:x@[::1"])
def test_a_secret_in_the_address_of_a_server_is_not_shown(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from advisor.search.meaning import MeaningIndex, NoMeaning

    monkeypatch.setenv("ADVISOR_CHROMA_URL", url)
    with pytest.raises(NoMeaning) as told:
        MeaningIndex(tmp_path, "m")
    assert "hunter2" not in str(told.value)
