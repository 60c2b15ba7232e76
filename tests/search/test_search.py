"""Search: words, meaning, both fused, filters, and what happens when a part is missing."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor import settings
from advisor.records.library import Library
from advisor.search.documents import documents
from advisor.search.encoder import Encoder, sentence_transformer
from advisor.search.engine import Engine
from advisor.search.filters import FIELDS, Filters
from advisor.search.known import Known
from advisor.search.query import parse

ALPHA, GAMMA = "xx/high-2020-alpha-v-beta", "xx/high-2021-gamma-v-delta"


@pytest.fixture
def engine(mini: Library, tmp_path: Path):  # type: ignore[no-untyped-def]
    made = Engine(mini, tmp_path / "index")
    yield made
    made.close()


@pytest.mark.parametrize(("query", "first"), [
    ("HC 7/21", GAMMA), ("ECLI:XX:HC:2020:12", ALPHA), ('"filling machine"', ALPHA), ("glue AND analysis", GAMMA), ("laborat*", GAMMA),
    ("recipe NOT drawings", GAMMA), ("Alpha Beta", ALPHA), ("Act § 12", "xx#limitation.civil")])
def test_words_phrases_operators_and_citations_find_their_record(engine: Engine, query: str, first: str) -> None:
    assert engine.search(query, mode="words").hits[0].id == first


def test_matched_words_are_marked_in_the_snippet(engine: Engine) -> None:
    hit = engine.search("glue", mode="words").hits[0]
    assert {hit.snippet[a:b].lower() for a, b in hit.marks} == {"glue"}


def test_a_word_that_no_record_has_is_searched_by_its_beginning(engine: Engine) -> None:
    """Another inflection of a word is still found."""
    assert engine.search("laboratorium", mode="words").hits[0].id == GAMMA


def test_accents_do_not_matter(engine: Engine) -> None:
    assert engine.search("alphä", mode="words").hits[0].id == ALPHA


def test_bad_syntax_is_read_as_plain_words_with_a_hint(engine: Engine) -> None:
    found = engine.search("glue AND (", mode="words")
    assert found.hits[0].id == GAMMA
    assert "Read as plain words" in found.notes[0]


@pytest.mark.parametrize(("filters", "ids"), [
    (Filters(kind="case", outcome="opponent"), {GAMMA}), (Filters(since=2021), {GAMMA}), (Filters(until=2020), {ALPHA}),
    (Filters(factors=("F7",)), {ALPHA}), (Filters(jurisdictions=("de",)), set()), (Filters(kind="case"), {ALPHA, GAMMA})])
def test_filters_keep_what_fits(engine: Engine, filters: Filters, ids: set[str]) -> None:
    assert {h.id for h in engine.search("the", mode="words", filters=filters).hits} == ids


@pytest.mark.parametrize("text", ["HC 7/21", "hc 7 / 21", "see HC-7/21 at 12", "HC 7/2"])
def test_a_docket_number_is_recognised_in_any_usual_spelling(engine: Engine, text: str) -> None:
    assert engine.search(text, mode="words").hits[0].id == GAMMA


@pytest.mark.parametrize(("asked", "kept"), [("156 clr 414", "(1984) 156 CLR 414"), ("(1984) 156 CLR 414", "(1984) 156 CLR 414"),
                                             ("대법원 2017다34981", "2017Da34981"), ("431 F. 2d 1012", "431 F.2d 1012")])
def test_a_citation_is_the_same_in_any_usual_spelling(mini: Library, asked: str, kept: str) -> None:
    """The year before a volume may be left out, and Korean docket letters may be Korean."""
    case = next(doc for doc in documents(mini) if doc.kind == "case")
    assert Known([replace(case, citations=(kept,))]).cited(asked) == [case.id]


def test_a_name_with_typing_errors_finds_its_case_and_says_so(engine: Engine) -> None:
    found = engine.search("Gama Delta", mode="words")
    assert found.hits[0].id == GAMMA
    assert "gamma" in found.notes[0]


@pytest.mark.parametrize(("query", "ids"), [
    ("year:2021", {GAMMA}), ("year:..2020", {ALPHA}), ("year:2020..2021 outcome:holder", {ALPHA}), ("outcome:opponent glue", {GAMMA}),
    ("factor:f7", {ALPHA}), ("court:high jurisdiction:xx outcome:holder", {ALPHA})])
def test_fields_narrow_the_search(engine: Engine, query: str, ids: set[str]) -> None:
    assert {hit.id for hit in engine.search(query, mode="words", filters=Filters(kind="case")).hits} == ids


@pytest.mark.parametrize(("query", "line"), [
    ("year:soon glue", "write year:2015"), ("factor:F999 glue", "no such factor"), ("outcome:victory glue", "no such outcome")])
def test_a_field_that_cannot_be_read_is_left_out_with_a_line(engine: Engine, query: str, line: str) -> None:
    found = engine.search(query, mode="words")
    assert found.hits[0].id == GAMMA
    assert line in found.notes[0]


def test_a_colon_in_plain_words_is_no_field(engine: Engine) -> None:
    assert engine.search("note: glue", mode="words").hits[0].id == GAMMA


def test_facets_count_all_that_was_found(engine: Engine) -> None:
    found = engine.search("the", k=1, mode="words", filters=Filters(kind="case"))
    assert found.facets["outcome"] == {"holder": 1, "opponent": 1}
    assert found.facets["decade"] == {"2020s": 2}
    assert len(found.hits) == 1


def test_more_like_this_leaves_the_case_itself_out(engine: Engine) -> None:
    assert [hit.id for hit in engine.like(ALPHA).hits] == [GAMMA]


def test_a_short_word_in_a_script_without_spaces_is_found(library: Library, tmp_path: Path) -> None:
    found = Engine(library, tmp_path / "index").search("密点", mode="words")
    assert found.hits
    assert all(library.cases[hit.id].jurisdiction in ("cn", "tw", "hk", "jp") for hit in found.hits if hit.kind == "case")


def test_meaning_finds_what_shares_no_word_and_stays_found_after_a_restart(engine: Engine, mini: Library) -> None:
    query = "competitor figured out the adhesive composition from a shop purchase"
    assert engine.search(query, mode="meaning", filters=Filters(kind="case")).hits[0].id == GAMMA
    engine.close()
    again = Engine(mini, engine.folder)
    assert again.prepare() == 0
    again.close()


def test_only_a_changed_record_is_embedded_anew(engine: Engine, mini_folder: Path) -> None:
    from advisor.records.library import read_library

    assert engine.prepare() > 5
    engine.close()
    path = mini_folder / "cases" / "xx" / "high-2020-alpha-v-beta.yaml"
    path.write_text(path.read_text().replace("significance: It shows", "significance: It clearly shows"))
    changed, _ = read_library(mini_folder)
    assert changed is not None
    again = Engine(changed, engine.folder)
    assert again.prepare() == 1
    again.close()


def test_without_the_model_words_answer_and_the_page_is_told(mini: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISOR_MODEL", str(tmp_path / "no-model"))
    engine = Engine(mini, tmp_path / "index")
    found = engine.search("glue")
    assert (found.mode, found.hits[0].id) == ("words", GAMMA)
    assert found.notes[0].startswith("Words only: the model")


@pytest.mark.parametrize("damage", ["deleted", "truncated", "garbage"])
def test_a_damaged_word_index_is_rebuilt(engine: Engine, mini: Library, damage: str) -> None:
    path = engine.words.path
    if damage == "deleted":
        path.unlink()
    elif damage == "truncated":
        path.write_bytes(path.read_bytes()[:500])
    else:
        path.write_bytes(b"not a database" * 100)
    assert Engine(mini, engine.folder).search("glue", mode="words").hits[0].id == GAMMA


def test_vectors_have_unit_length() -> None:
    vectors = Encoder().encode(["a secret recipe", "an employee left"])
    assert vectors.shape == (2, 384)
    assert abs((vectors**2).sum(axis=1) - 1).max() < 1e-4


def test_the_exported_model_gives_the_vectors_of_the_original_and_needs_no_torch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = ("import sys, json\nfrom advisor.search.encoder import Encoder\n"
            "vectors = Encoder().encode(json.loads(sys.argv[1]))\nprint(json.dumps([vectors.tolist(), 'torch' in sys.modules]))")
    texts = ["An engineer copied drawings.", "营业秘密", "secret " * 400]
    done = subprocess.run([sys.executable, "-c", code, json.dumps(texts)], capture_output=True, text=True, timeout=240)
    vectors, torch_loaded = json.loads(done.stdout)
    original = sentence_transformer().encode(texts, normalize_embeddings=True, show_progress_bar=False)
    assert abs(np.array(vectors) - original).max() < 1e-4
    assert not torch_loaded


def test_of_two_that_export_at_once_neither_falls_back_to_torch(tmp_path: Path) -> None:
    code = "import sys\nfrom advisor.search.encoder import Encoder\nEncoder()\nsys.exit('torch' in sys.modules)"
    both = [subprocess.Popen([sys.executable, "-c", code], env={**os.environ, "ADVISOR_DATA": str(tmp_path)}) for _ in range(2)]
    assert [one.wait(240) for one in both] == [0, 0]


def test_a_damaged_export_is_made_anew() -> None:
    Encoder()
    [model] = (settings.data_dir() / "models").glob("*/model.onnx")
    model.write_bytes(model.read_bytes()[:1000])
    assert Encoder().encode(["a secret"]).shape == (1, 384)
    assert model.stat().st_size > 1_000_000


@given(st.text(max_size=300))
def test_any_text_is_a_query_and_never_an_error(text: str) -> None:
    query = parse(text, FIELDS)
    assert query.words.count('"') % 2 == 0


@given(st.text(st.sampled_from('ab"()* ANDORNOT§/[]'), max_size=60))
def test_no_sign_reaches_the_word_index_as_syntax(text: str) -> None:
    db = sqlite3.connect(":memory:")
    db.execute("create virtual table t using fts5(x)")
    if words := parse(text).words:
        db.execute("select * from t where t match ?", (words,)).fetchall()
