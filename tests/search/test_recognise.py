"""Facts recognised in a user's words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.records.library import Library
from advisor.search.encoder import Encoder, NoModel
from advisor.search.engine import Engine
from advisor.search.recognise import Recogniser, clauses, sentences

TOLD = "Our chief engineer had signed a confidentiality agreement. Before he left for the competitor he copied all the drawings of the machine to a USB stick."


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder()


@pytest.fixture
def recogniser(mini: Library, encoder: Encoder, tmp_path: Path) -> Recogniser:
    return Recogniser(mini, encoder.encode, "model", tmp_path)


def test_words_like_those_of_a_decided_case_propose_its_fact_with_the_words(recogniser: Recogniser, mini: Library) -> None:
    case = mini.cases["xx/high-2020-alpha-v-beta"]
    factor, words = next(iter(case.factors.items()))
    [first, *_] = recogniser.propose(f"It rained all day. {words}.", least=0.1)
    assert (first.factor, first.case, first.like) == (factor, case.id, words)
    assert first.words.rstrip(".") == words


def test_a_fact_that_is_answered_is_not_proposed(recogniser: Recogniser) -> None:
    found = {p.factor for p in recogniser.propose(TOLD, least=0.0)}
    assert found
    assert found & {p.factor for p in recogniser.propose(TOLD, known=found, least=0.0)} == set()


def test_what_is_left_out_teaches_nothing(mini: Library, encoder: Encoder, tmp_path: Path) -> None:
    alone = Recogniser(mini, encoder.encode, "model", tmp_path, without=["xx/high-2020-alpha-v-beta"])
    assert {p.case for p in alone.propose(TOLD, least=-1)} <= {"xx/high-2021-gamma-v-delta", ""}


def test_vectors_are_kept_and_a_damaged_file_is_made_anew(mini: Library, encoder: Encoder, tmp_path: Path) -> None:
    made: list[int] = []

    def counting(texts: list[str]) -> np.ndarray:
        made.append(len(texts))
        return encoder.encode(texts)

    first = Recogniser(mini, counting, "model", tmp_path).propose(TOLD, least=0.0)
    taught = sum(made[:-1])
    made.clear()
    assert Recogniser(mini, counting, "model", tmp_path).propose(TOLD, least=0.0) == first
    assert sum(made) == len(clauses(TOLD))   # only the question was encoded
    [kept] = tmp_path.glob("facts-*.npy")
    kept.write_bytes(kept.read_bytes()[:100])
    made.clear()
    assert Recogniser(mini, counting, "model", tmp_path).propose(TOLD, least=0.0) == first
    assert sum(made) == taught + len(clauses(TOLD))


def test_a_library_without_coded_cases_says_that_it_has_nothing_to_learn_from(mini: Library, tmp_path: Path) -> None:
    with pytest.raises(NoModel, match="no case of the library has coded facts"):
        Engine(replace(mini, cases={}), tmp_path).recogniser()


def test_vectors_of_another_model_are_not_used(mini: Library, encoder: Encoder, tmp_path: Path) -> None:
    Recogniser(mini, encoder.encode, "model", tmp_path)
    asked: list[int] = []

    def shorter(texts: list[str]) -> np.ndarray:
        asked.append(len(texts))
        return encoder.encode(texts)[:, :8]

    Recogniser(mini, shorter, "another", tmp_path).propose(TOLD)
    assert sum(asked) > len(clauses(TOLD))
    assert len(list(tmp_path.glob("facts-*.npy"))) == 1   # what no model uses any longer is not kept


@given(st.text(max_size=300))
def test_every_clause_is_part_of_the_text(text: str) -> None:
    assert all(part in text for part in clauses(text))
    assert set(sentences(text)) <= set(clauses(text))


@pytest.mark.parametrize("text", ["", "   ", "?", "\n\n", "." * 50])
def test_a_text_without_words_proposes_nothing(recogniser: Recogniser, text: str) -> None:
    assert all(p.share <= 1.5 for p in recogniser.propose(text))
    assert recogniser.propose("") == ()
