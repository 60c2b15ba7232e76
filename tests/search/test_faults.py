"""What can go wrong around the index: words always answer, the reason is told, the next start repairs it, and no record is touched."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from advisor.pages.shell import Warming
from advisor.records.library import Library, record_files
from advisor.search import engine as engines
from advisor.search import meaning
from advisor.search.engine import Engine
from advisor.search.meaning import NoMeaning
from tests.search.worker import Lot

ROOT = Path(__file__).parents[2]
ASKED = "who analysed the glue and found out what it was made of that day"


@pytest.fixture(autouse=True)
def lot(monkeypatch: pytest.MonkeyPatch) -> Lot:
    """Vectors by lot: what is tested here does not depend on the model."""
    made = Lot()
    monkeypatch.setattr(engines, "Encoder", lambda: made)
    return made


@pytest.fixture(autouse=True)
def _records_stay(mini_folder: Path) -> Iterator[None]:
    before = {path: path.read_bytes() for path in record_files(mini_folder)}
    yield
    assert {path: path.read_bytes() for path in record_files(mini_folder)} == before


def started(knowledge: Path, folder: Path, action: str, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-m", "tests.search.worker", str(knowledge), str(folder), action, *words], cwd=ROOT, text=True,
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def said(process: subprocess.Popen[str]) -> list[object]:
    """What a process printed, once it has ended; it must end well."""
    out, err = process.communicate(timeout=240)
    assert process.returncode == 0, err
    return [json.loads(line) for line in out.splitlines()]


def answers(library: Library, folder: Path) -> tuple[int, list[str], str]:
    """A new start: how many passages were embedded, and what a search by meaning finds, in which mode."""
    with closing(Engine(library, folder)) as engine:
        count = engine.prepare()
        found = engine.search(ASKED, mode="meaning")
        return count, [hit.id for hit in found.hits], found.mode


# --- interrupted


def test_building_goes_on_where_it_was_interrupted(mini: Library, tmp_path: Path, lot: Lot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning, "BATCH", 2)
    monkeypatch.setattr(meaning, "READ", 3)
    whole, hits, _ = answers(mini, tmp_path / "whole")

    def stop(share: float) -> None:
        if share > .4:
            raise KeyboardInterrupt

    engine = Engine(mini, tmp_path / "index")
    lot.texts = 0
    with pytest.raises(KeyboardInterrupt):
        engine.prepare(stop)
    done = lot.texts
    assert 0 < done < whole
    assert answers(mini, tmp_path / "index") == (whole - done, hits, "meaning")


def test_a_process_killed_while_building_is_made_up_for_by_the_next(mini: Library, mini_folder: Path, tmp_path: Path) -> None:
    whole, hits, _ = answers(mini, tmp_path / "whole")
    killed = started(mini_folder, tmp_path / "index", "slowly")
    assert killed.stdout is not None
    for _ in range(3):
        killed.stdout.readline()
    killed.kill()
    killed.communicate()
    assert Engine(mini, tmp_path / "index").search(ASKED, wait=False).mode == "words"
    count, found, mode = answers(mini, tmp_path / "index")
    assert 0 < count <= whole - 3
    assert (found, mode) == (hits, "meaning")


def test_an_error_that_is_no_damage_costs_nothing_that_is_embedded(mini: Library, mini_folder: Path, tmp_path: Path,
                                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    _, hits, _ = answers(mini, tmp_path / "index")
    [names] = (tmp_path / "index").glob("*.json")
    names.unlink()   # so that the index is read again
    with monkeypatch.context() as refusing:
        def refuse(index: meaning.MeaningIndex) -> None:
            raise RuntimeError("too many SQL variables")
        refusing.setattr(meaning.MeaningIndex, "_present", refuse)
        with closing(Engine(mini, tmp_path / "index")) as engine, pytest.raises(NoMeaning, match="cannot be brought up to date"):
            engine.prepare()
    assert answers(mini, tmp_path / "index") == (0, hits, "meaning")


# --- the folder


def _damage(folder: Path, what: str) -> None:
    where, _, how = what.partition(" ")
    paths = [folder] if where == "." else sorted(folder.glob(where))
    assert paths
    for path in paths:
        if how == "deleted":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        else:
            content = path.read_bytes()
            path.write_bytes({"emptied": b"", "halved": content[:len(content) // 2], "overwritten": b"?" * len(content)}[how])


@pytest.mark.parametrize("what", [
    ". deleted", "chroma deleted", "chroma/*.sqlite3 deleted", "chroma/*.sqlite3 emptied", "chroma/*.sqlite3 halved", "chroma/*.sqlite3 overwritten",
    "*.npy deleted", "*.npy halved", "*.npy emptied", "*.json deleted", "*.json halved", "words.sqlite halved", "words.sqlite emptied"])
def test_a_damaged_folder_is_repaired_by_the_next_start(mini: Library, mini_folder: Path, tmp_path: Path, what: str) -> None:
    _, hits, _ = answers(mini, tmp_path / "index")
    _damage(tmp_path / "index", what)
    assert answers(mini, tmp_path / "index")[1:] == (hits, "meaning")
    assert answers(mini, tmp_path / "index") == (0, hits, "meaning")


def test_a_folder_that_cannot_be_made_leaves_words_and_says_so(mini: Library, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file stands where the folder would be")
    engine = Engine(mini, tmp_path / "file" / "index")
    found = engine.search(ASKED)
    assert (found.mode, found.hits[0].id) == ("words", "xx/high-2021-gamma-v-delta")
    assert "cannot be written" in found.notes[-1]


@pytest.mark.parametrize("limit", [0, 100_000])
def test_a_full_disk_leaves_words_and_is_told_and_the_next_start_completes(mini: Library, mini_folder: Path, tmp_path: Path, limit: int) -> None:
    """A limit on the size of files stands for the full disk; with 0 nothing can be written, as on a medium that is read-only."""
    reason, (mode, hits, notes) = said(started(mini_folder, tmp_path / "index", "full", str(limit)))
    assert isinstance(reason, str)
    assert "meaning index" in reason
    assert (mode, hits) == ("words", ["xx/high-2021-gamma-v-delta"])
    assert notes[-1].startswith("Words only: the meaning index")
    assert answers(mini, tmp_path / "index")[2] == "meaning"


def test_each_model_has_its_own_vectors(mini: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, hits, _ = answers(mini, tmp_path / "index")
    with monkeypatch.context() as other:
        other.setattr(engines, "model_id", lambda: "another model")
        assert answers(mini, tmp_path / "index")[0] == whole
    assert answers(mini, tmp_path / "index") == (0, hits, "meaning")


def test_a_collection_of_an_older_layout_is_removed(mini: Library, tmp_path: Path) -> None:
    import chromadb

    old = chromadb.PersistentClient(str(tmp_path / "index" / "chroma"))
    old.create_collection("atlas-0123456789ab", embedding_function=None, metadata={"model": "all-MiniLM-L6-v2"})
    old.close()
    assert answers(mini, tmp_path / "index")[2] == "meaning"
    now = chromadb.PersistentClient(str(tmp_path / "index" / "chroma"))
    assert len(now.list_collections()) == 1
    now.close()


# --- several processes


def test_a_second_process_on_one_folder_is_told_and_has_its_turn_when_the_first_is_done(mini: Library, mini_folder: Path, tmp_path: Path) -> None:
    first = started(mini_folder, tmp_path / "index", "hold")
    assert first.stdout is not None
    count = int(first.stdout.readline())
    reason, (mode, hits, _) = said(started(mini_folder, tmp_path / "index", "ask"))
    assert "another process uses the meaning index" in str(reason)
    assert (mode, hits) == ("words", ["xx/high-2021-gamma-v-delta"])
    assert count > 0
    first.communicate("done\n", timeout=60)
    assert said(started(mini_folder, tmp_path / "index", "ask"))[0] == 0


def test_two_processes_that_start_at_once_do_no_harm(mini: Library, mini_folder: Path, tmp_path: Path) -> None:
    told = [said(process) for process in [started(mini_folder, tmp_path / "index", "ask") for _ in range(2)]]
    assert {mode for _, (mode, _, _) in told} <= {"hybrid", "words"}
    assert any(mode == "hybrid" for _, (mode, _, _) in told)
    assert answers(mini, tmp_path / "index")[::2] == (0, "meaning")


@contextmanager
def chroma_server(folder: Path, port: int = 0) -> Iterator[int]:
    """``chroma run`` on the loopback; yields its port."""
    if not port:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
    server = subprocess.Popen([str(Path(sys.executable).parent / "chroma"), "run", "--host", "127.0.0.1", "--port", str(port), "--path", str(folder)],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(.1)
        yield port
    finally:
        server.kill()
        server.wait(20)


def test_two_processes_share_a_server_that_may_go_and_come_back(mini: Library, mini_folder: Path, tmp_path: Path,
                                                                monkeypatch: pytest.MonkeyPatch) -> None:
    with chroma_server(tmp_path / "server") as port:
        monkeypatch.setenv("ADVISOR_CHROMA_URL", f"http://127.0.0.1:{port}")
        told = [said(process) for process in [started(mini_folder, tmp_path / name, "ask") for name in "ab"]]
        assert told[0][1] == told[1][1]
        assert told[0][1][0] == "hybrid"  # type: ignore[index]
        count, hits, _ = answers(mini, tmp_path / "c")
        assert count == 0   # nobody embeds what is there
        running = Engine(mini, tmp_path / "c")
        assert running.prepare() == 0
        assert running.prepare(rebuild=True) > 0   # also what is on the server
    monkeypatch.setattr(meaning, "EXACT", 0)    # as in a large library: the graph, which is the server's, is asked first
    found = running.search(ASKED, mode="meaning")
    assert ([hit.id for hit in found.hits], found.mode) == (hits, "meaning")   # it has its copy
    down = Engine(mini, tmp_path / "d")
    found = down.search(ASKED)
    assert found.mode == "words"
    assert "does not answer" in found.notes[-1]
    with pytest.raises(NoMeaning):
        down.prepare()
    with chroma_server(tmp_path / "server", port):
        assert down.prepare() == 0
        assert [hit.id for hit in down.search(ASKED, mode="meaning").hits] == hits


def test_the_app_tries_again_until_the_index_is_free(mini: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has the page open sees why meaning is missing, and gets it without a restart."""
    monkeypatch.setattr(Warming, "AGAIN", .05)
    holder = Engine(mini, tmp_path / "index")
    holder.prepare()
    page = Warming(Engine(mini, tmp_path / "index")).start()
    for _ in range(600):
        if page.problem:
            break
        time.sleep(.01)
    assert "another process" in page.problem
    assert page.engine.search(ASKED, wait=False).mode == "words"
    holder.close()
    assert page.thread is not None
    page.thread.join(60)
    assert (page.problem, page.engine.ready) == ("", True)
    page.close()
