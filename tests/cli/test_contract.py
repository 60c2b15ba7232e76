"""The command line keeps its contract: names, flags, JSON keys, exit codes, one line for bad input, no traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.cli import cli

ROOT = Path(__file__).parents[2]
MATTER = ROOT / "knowledge" / "scenarios" / "coating-line.yaml"
KINDS = {"civil", "interim-injunction", "evidence-seizure", "criminal", "administrative", "import-exclusion", "customs", "arbitration"}
STATUSES = {"available", "arguable", "needs-facts", "out-of-time", "not-available"}


def advisor(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a user would, from a folder that is not the project's."""
    return subprocess.run([sys.executable, "-m", "advisor", *words], capture_output=True, text=True, timeout=300,
                          env={**os.environ, **env}, cwd=os.environ["ADVISOR_DATA"])


def data(*words: str, code: int = 0, **env: str) -> Any:
    done = advisor(*words, "--json", **env)
    assert done.returncode == code, done.stderr
    return json.loads(done.stdout)


def test_check_is_clean_and_counts() -> None:
    found = data("check")
    assert set(found) >= {"ok", "jurisdictions", "cases", "answers", "checked", "problems"}
    assert set(found["checked"]) == {"primary", "secondary", "unchecked"}
    assert found["ok"] is True
    assert found["problems"] == []


def test_check_of_a_wrong_record_exits_1_and_names_file_and_line(mini_folder: Path) -> None:
    (mini_folder / "jurisdictions" / "xx.yaml").write_text("id: xx\nname: [\n")
    done = advisor("check", ADVISOR_KNOWLEDGE=str(mini_folder))
    assert done.returncode == 1
    assert "jurisdictions/xx.yaml:3:" in done.stdout
    assert done.stderr == ""


def test_check_of_one_file_tells_only_its_problems(mini_folder: Path) -> None:
    (mini_folder / "jurisdictions" / "xx.yaml").write_text("id: xx\n")
    assert advisor("check", "cases", ADVISOR_KNOWLEDGE=str(mini_folder)).returncode == 0
    assert advisor("check", "jurisdictions/xx.yaml", ADVISOR_KNOWLEDGE=str(mini_folder)).returncode == 1


@pytest.mark.parametrize("what", ["jurisdictions", "cases", "questions", "factors"])
def test_list_names_every_record(what: str) -> None:
    rows = data("list", what)
    assert rows
    assert all({"id", "name"} <= set(row) for row in rows)


def test_show_gives_a_jurisdiction_or_a_case_whole() -> None:
    assert data("show", "us")["id"] == "us"
    assert data("show", "us/ca5-1970-dupont-v-christopher")["outcome"] == "holder"


def test_compare_gives_typed_answers_by_question() -> None:
    found = data("compare", "de", "us", "cn")
    assert found["jurisdictions"] == ["de", "us", "cn"]
    row = found["rows"][0]
    assert set(row) >= {"question", "group", "answers", "differs"}
    assert set(row["answers"]["de"]) >= {"value", "note", "authority", "checked"}


def test_compare_as_at_a_day_before_a_reform_gives_the_former_law() -> None:
    def basis(day: str) -> Any:
        return data("compare", "us", "--question", "definition.secrecy-test", "--on", day)["rows"][0]["answers"]["us"]["value"]

    assert basis("2016-05-10") == "not-publicly-known"
    assert basis("2016-05-11") == "not-generally-known-or-readily-accessible"


def test_compare_with_only_differences_leaves_out_what_is_alike() -> None:
    assert all(row["differs"] for row in data("compare", "de", "us", "--differences")["rows"])


@pytest.mark.parametrize("ending", ["xlsx", "docx", "csv", "md"])
def test_compare_writes_a_file(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"out.{ending}"
    assert advisor("compare", "de", "us", "--out", str(path)).returncode == 0
    assert path.stat().st_size > 1000


def test_search_by_words_finds_a_citation() -> None:
    found = data("search", "431 F.2d 1012", "--mode", "words", "-k", "3")
    assert found["mode"] == "words"
    assert set(found["hits"][0]) >= {"id", "kind", "name", "citation", "jurisdiction", "score", "snippet"}
    assert found["hits"][0]["id"] == "us/ca5-1970-dupont-v-christopher"


def test_search_that_finds_nothing_exits_1() -> None:
    assert data("search", "zzzzqqqq", "--mode", "words", code=1)["hits"] == []


def test_search_in_batch_answers_each_query_by_its_id(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    path.write_text(json.dumps([{"id": "q1", "query": "aerial photography"}, {"id": "q2", "query": "whistleblower"}]))
    found = data("search", "--batch", str(path), "--mode", "words")
    assert [row["id"] for row in found] == ["q1", "q2"]


def test_analogies_of_factors() -> None:
    found = data("analogies", "--factors", "F22,F6", "-k", "5")["analogies"]
    assert set(found[0]) >= {"id", "name", "outcome", "shared", "distinctions", "score"}
    assert set(found[0]["distinctions"]) == {"for", "against"}
    assert "us/ca5-1970-dupont-v-christopher" in [a["id"] for a in found]


def test_analogies_of_a_matter() -> None:
    assert data("analogies", "--matter", str(MATTER), "--jurisdiction", "us")["analogies"]


def test_predict_names_what_it_rests_on() -> None:
    found = data("predict", "--factors", "F4,F6,F19".replace(",F19", ""))
    assert found["favours"] in {"holder", "opponent", "undecided"}
    assert set(found["issues"][0]) >= {"issue", "favours", "because"}


def test_predict_in_batch(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    path.write_text(json.dumps([{"id": "p1", "factors": ["F4", "F6"]}, {"id": "p2", "factors": ["F19"]}]))
    assert [row["id"] for row in data("predict", "--batch", str(path))] == ["p1", "p2"]
    assert data("predict", "--batch", str(path))[1]["favours"] == "opponent"


def test_advise_gives_options_with_every_key() -> None:
    found = data("advise", str(MATTER))
    assert {o["jurisdiction"] for o in found["options"]} == {"de", "us", "cn"}
    for option in found["options"]:
        assert set(option) >= {"jurisdiction", "route", "kind", "status", "elements", "remedies", "deadlines", "missing", "analogies",
                               "connects", "score", "why"}
        assert option["kind"] in KINDS
        assert option["status"] in STATUSES
        assert all(set(e) >= {"element", "state", "because", "authority"} and e["authority"] for e in option["elements"])
        assert all(set(d) >= {"what", "date", "authority"} and d["authority"] for d in option["deadlines"])


def test_advise_writes_a_memo(tmp_path: Path) -> None:
    path = tmp_path / "memo.docx"
    assert advisor("advise", str(MATTER), "--out", str(path)).returncode == 0
    assert path.read_bytes()[:2] == b"PK"


def test_advise_on_an_earlier_day_takes_the_law_of_that_day() -> None:
    assert data("advise", str(MATTER), "--on", "2026-11-25")["options"]


def test_readiness_names_the_gaps_and_exits_1(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_text("measures: {marking: yes, policy: no}\n")
    found = data("readiness", str(path), "--jurisdiction", "us", code=1)
    assert found["gaps"] > 0


def test_export_schema_writes_json_schemas(tmp_path: Path) -> None:
    assert advisor("export-schema", str(tmp_path)).returncode == 0
    assert json.loads((tmp_path / "case.schema.json").read_text())["title"] == "Case"


@pytest.mark.parametrize("words", [
    ("show", "dee"), ("compare", "de", "uss"), ("compare", "de", "--on", "yesterday"), ("compare", "de", "--question", "definition.elemnts"),
    ("advise", "no-such-file.yaml"), ("advise", "."), ("analogies",), ("analogies", "--factors", "F999"), ("predict",),
    ("predict", "--factors", "F999"),
    ("predict", "--factors", "F4", "--jurisdiction", "atlantis"), ("search",), ("search", "x", "--jurisdiction", "atlantis"),
    ("readiness", "none.yaml"), ("check", "no-such-folder"), ("nonsense",), ("compare", "de", "us", "--out", "x.pdf"),
    ("search", "--batch", "none.json"),
])
def test_wrong_use_is_one_line_on_standard_error_and_exit_2(words: tuple[str, ...]) -> None:
    done = advisor(*words)
    assert done.returncode == 2, done.stdout
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr


def test_a_wrong_word_gets_the_nearest_right_one() -> None:
    assert "did you mean 'us'?" in advisor("compare", "de", "uss").stderr


def test_every_command_has_a_line_of_help() -> None:
    assert all(command.help for command in cli.commands.values())
    assert set(cli.commands) >= {"check", "list", "show", "compare", "search", "analogies", "predict", "advise", "readiness", "index", "find", "changes",
                                 "export-schema"}


@pytest.mark.parametrize("words", [("compare", "de", "us", "cn"), ("list", "cases"), ("advise", str(MATTER)), ("predict", "--factors", "F4"),
                                   ("search", "aerial", "--mode", "words")])
def test_commands_that_need_no_model_do_not_load_one(words: tuple[str, ...]) -> None:
    code = ("import sys; sys.argv = ['advisor', *sys.argv[1:]]\nfrom advisor.cli import main\n"
            "try: main()\nexcept SystemExit: pass\n"
            "heavy = {'torch', 'sentence_transformers', 'chromadb', 'streamlit'} & set(sys.modules); print(sorted(heavy), file=sys.stderr)")
    done = subprocess.run([sys.executable, "-c", code, *words, "--json"], capture_output=True, text=True, timeout=120)
    assert done.stderr.strip().splitlines()[-1] == "[]"


@settings(max_examples=20, deadline=None)
@given(st.binary(max_size=300))
def test_no_matter_file_whatever_its_bytes_causes_a_traceback(content: bytes) -> None:
    from click.testing import CliRunner

    from advisor.records.problems import BadInput

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "m.yaml"
        path.write_bytes(content)
        result = CliRunner().invoke(cli, ["advise", str(path), "--json"], standalone_mode=False)
        assert result.exception is None or isinstance(result.exception, BadInput)


def test_check_reports_coverage_for_every_jurisdiction() -> None:
    found = data("check")
    assert len(found["coverage"]) == found["jurisdictions"]
    assert {"jurisdiction", "answered", "unknown", "unsettled", "primary", "secondary", "unchecked", "oldest", "share"} <= set(found["coverage"][0])
    assert "oldest check" in advisor("check", "--coverage").stdout


def test_check_lists_what_has_grown_stale() -> None:
    assert data("check", "--before", "1990-01-01")["stale"] == []
    assert data("check", "--before", "2100-01-01")["stale"]
