"""The command line: the same capabilities as the app, for people and for programs.

Exit status: 0 done, 1 the answer is no or a check failed, 2 wrong use or bad input (one line on standard error).
Modules that are slow to import are imported by the command that needs them.
"""

from __future__ import annotations

import io
import json
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click

from advisor import __version__, settings
from advisor.records.problems import BadInput
from advisor.records.store import load_library


class Day(click.ParamType[date]):
    """A day written YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or a usage error."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"'{value}' is not a day; write it YYYY-MM-DD", param, ctx)


as_json = click.option("--json", "json_", is_flag=True, help="Print one JSON document and nothing else.")
on_day = click.option("--on", type=Day(), default=None, metavar="DATE", help="The law as at this day (default: today).")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="advisor")
def cli() -> None:
    """Trade Secret Atlas: compare the law of trade secrets, weigh enforcement, find decided cases.

    It informs and is not legal advice.
    """


def main() -> None:
    """Run the command line; every mistake of the user ends in one clear line and exit status 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")   # a terminal that cannot show a sign is no error
    try:
        sys.exit(cli.main(standalone_mode=False, prog_name="advisor") or 0)
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except click.Abort:
        _fail("stopped")
    except click.ClickException as error:
        _fail(" ".join(error.format_message().split()))
    except BadInput as error:
        lines = [str(problem) for problem in error.problems] or [str(error)]
        _fail(lines[0] + (f" (and {len(lines) - 1} more: 'advisor check' lists them)" if len(lines) > 1 else ""))
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:
        _fail(f"{error.filename or 'a file'}: {error.strerror or error}")


def _fail(line: str) -> None:
    print(f"advisor: {line}", file=sys.stderr)
    sys.exit(2)


def _print(data: Any) -> None:
    json.dump(data, sys.stdout, ensure_ascii=False, indent=2, default=str)
    sys.stdout.write("\n")


def _read_batch(path: Path) -> list[dict[str, Any]]:
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: cannot be read ({error})") from None
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{path}: not valid JSON ({error})") from None
    if not isinstance(rows, list) or not all(isinstance(row, dict) and "id" in row for row in rows):
        raise BadInput(f"{path}: must be a list of objects, each with an 'id'")
    return rows


@cli.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--coverage", "by_jurisdiction", is_flag=True, help="Also print, for each jurisdiction, what is answered and how it was checked.")
@click.option("--before", type=Day(), metavar="DATE", help="Also list what was last checked before this day.")
@as_json
def check(paths: tuple[Path, ...], by_jurisdiction: bool, before: date | None, json_: bool) -> int:
    """Validate all records (or those under PATH...): every problem with file and line."""
    from advisor.coverage import count_checks, coverage, most_unknown, stale
    from advisor.records.library import read_library
    from advisor.scenarios import check_scenarios
    from advisor.workshop import hypotheticals

    root = settings.knowledge_dir()
    wanted = [_under(path, root) for path in paths]
    library, problems = read_library(root)
    if library:
        problems = [*problems, *check_scenarios(library, root), *hypotheticals(library, root)[1]]
    problems = [p for p in problems if not wanted or any(w == "." or p.file == w or p.file.startswith(f"{w}/") for w in wanted)]
    errors = [p for p in problems if p.severity == "error"]
    counts = count_checks(library) if library else {"primary": 0, "secondary": 0, "unchecked": 0}
    result = {"ok": not errors, "jurisdictions": len(library.jurisdictions) if library else 0,
              "cases": len(library.cases) if library else 0,
              "answers": sum(len(j.answers) for j in library.jurisdictions.values()) if library else 0,
              "checked": counts, "problems": [p.as_json() for p in problems]}
    rows = coverage(library) if library and (by_jurisdiction or json_) else ()
    old = stale(library, before) if library and before else []
    if json_:
        _print({**result, "coverage": [{**asdict(row), "share": round(row.share, 3)} for row in rows],
                "stale": [{"record": record, "part": part, "on": day} for record, part, day in old]})
    else:
        if rows and library:
            click.echo(f"{'':<12}{'answered':>9}{'unknown':>9}{'unsettled':>11}{'inherited':>11}{'primary':>9}{'secondary':>11}{'unchecked':>11}"
                       f"{'share':>7}{'routes':>8}{'cases':>7}  oldest check")
            for row in rows:
                click.echo(f"{row.jurisdiction:<12}{row.answered:>9}{row.unknown:>9}{row.unsettled:>11}{row.inherited:>11}{row.primary:>9}"
                           f"{row.secondary:>11}{row.unchecked:>11}{row.share:>7.0%}{row.routes:>8}{row.cases:>7}  {row.oldest}")
            click.echo("most often unknown: " + ", ".join(f"{name} ({n})" for name, n in most_unknown(library)))
        for record, part, day in old:
            click.echo(f"last checked {day}: {record} {part}")
        for problem in problems:
            click.echo(("warning: " if problem.severity != "error" else "") + str(problem))
        click.echo(f"{result['jurisdictions']} jurisdictions, {result['cases']} cases, {result['answers']} answers; checked: "
                   + ", ".join(f"{n} {how}" for how, n in counts.items()) + f"; {len(errors)} problem{'s' if len(errors) != 1 else ''}")
    return 0 if not errors else 1


def _under(path: Path, root: Path) -> str:
    if not path.exists() and not (root / path).exists():
        raise BadInput(f"{path}: no such file or folder")
    full = (path if path.exists() else root / path).resolve()
    if not full.is_relative_to(root.resolve()):
        raise BadInput(f"{path}: not inside the knowledge folder {root}; set ADVISOR_KNOWLEDGE to check another")
    return full.relative_to(root.resolve()).as_posix()


@cli.command("list")
@click.argument("what", type=click.Choice(["jurisdictions", "cases", "questions", "factors"]))
@as_json
def list_(what: str, json_: bool) -> None:
    """List jurisdictions, cases, questions or factors."""
    library = load_library()
    rows: list[dict[str, Any]]
    if what == "jurisdictions":
        rows = [{"id": j.id, "name": j.name, "parent": j.parent, "routes": list(j.routes)} for j in library.jurisdictions.values()]
    elif what == "cases":
        rows = [{"id": c.id, "name": c.name, "jurisdiction": c.jurisdiction, "date": c.date, "outcome": c.outcome,
                 "checked": c.checked.how} for c in library.cases.values()]
    elif what == "questions":
        rows = [{"id": name, "name": q.name, "ask": q.ask, "type": q.type} for name, q in library.questions.questions.items()]
    else:
        rows = [{"id": name, "name": f.name, "side": f.side, "ask": f.ask} for name, f in library.factors.factors.items()]
    if json_:
        _print(rows)
    else:
        for row in rows:
            click.echo(f"{row['id']:<44} {row['name']}")


@cli.command()
@click.argument("record")
@on_day
@as_json
def show(record: str, on: date | None, json_: bool) -> None:
    """Show one jurisdiction or case, whole."""
    from advisor.records.problems import nearest
    from advisor.sheet import case_page, jurisdiction_page

    library, day = load_library(), on or date.today()
    if record in library.jurisdictions:
        data, text = jurisdiction_page(library, library.jurisdictions[record], day)
    elif record in library.cases:
        data, text = case_page(library, library.cases[record])
    else:
        if hint := library.covered_by(record):
            raise BadInput(f"no record of '{record}'; {hint}")
        near = nearest(record, [*library.jurisdictions, *library.cases])
        raise BadInput(f"no jurisdiction or case has the id '{record}'" + (f"; did you mean '{near}'?" if near else ""))
    if json_:
        _print(data)
    else:
        click.echo(text)


@cli.command()
@click.argument("ids", nargs=-1, required=True)
@click.option("--question", "questions", multiple=True, metavar="Q", help="A question or group; may be given again.")
@click.option("--differences", is_flag=True, help="Only questions that are answered differently.")
@on_day
@as_json
@click.option("--out", type=click.Path(path_type=Path), help="Write a file: .xlsx, .docx, .csv or .md.")
def compare(ids: tuple[str, ...], questions: tuple[str, ...], differences: bool, on: date | None, json_: bool, out: Path | None) -> None:
    """Compare jurisdictions question by question."""
    from advisor.comparison import compare as compare_

    library = load_library()
    result = compare_(library, ids, on or date.today(), questions, differences)
    if out:
        from advisor.exports.comparison import as_document, as_table
        from advisor.exports.write import write

        write(out, lambda: as_document(result, library), lambda: as_table(result, library))
    if json_:
        from advisor.as_json import comparison

        _print(comparison(result))
    elif out:
        click.echo(f"written: {out}")
    else:
        for row in result.rows:
            click.echo(f"\n{row.ask}{'  [differs]' if row.differs else ''}")
            for name, cell in row.answers.items():
                click.echo(f"  {name:<8} {cell.words if cell else '-'}"
                           + (f"  [{'; '.join(cell.authority)}; {cell.how}]" if cell else ""))


@cli.command()
@click.argument("wishes", nargs=-1, required=True, metavar="CONDITION...")
@on_day
@as_json
def find(wishes: tuple[str, ...], on: date | None, json_: bool) -> int:
    """Jurisdictions whose answers meet every CONDITION: question=value, question>=3, question<=3 (periods in years)."""
    from advisor.survey import matching, read_wish

    library = load_library()
    asked = [read_wish(library, text) for text in wishes]
    found = matching(library, asked, on or date.today())
    if json_:
        _print({"jurisdictions": [{"id": name, "answers": {w.question: {"value": c.value, "words": c.words, "authority": list(c.authority),
                                                                        "checked": c.how} for w, c in zip(asked, cells, strict=True)}}
                                  for name, cells in found.items()]})
    else:
        for name, cells in found.items():
            click.echo(f"{name:<10}{library.jurisdictions[name].name}: " + "; ".join(c.words for c in cells))
        click.echo(f"{len(found)} of {len(library.jurisdictions)} jurisdictions")
    return 0 if found else 1


@cli.command()
@click.argument("ids", nargs=-1, required=True)
@click.option("--from", "first", type=Day(), required=True, metavar="DATE", help="The earlier day.")
@click.option("--to", "second", type=Day(), metavar="DATE", help="The later day (default: today).")
@as_json
def changes(ids: tuple[str, ...], first: date, second: date | None, json_: bool) -> None:
    """Answers of jurisdictions that are not the same on two days."""
    from advisor.survey import changes as changes_

    library = load_library()
    found = changes_(library, library.known(ids), first, second or date.today())
    if json_:
        _print({"changes": [{"jurisdiction": c.jurisdiction, "question": c.question, "before": c.before and c.before.words,
                             "after": c.after and c.after.words} for c in found]})
    else:
        for change in found:
            click.echo(f"{change.jurisdiction} {change.question}: {change.before.words if change.before else 'no answer'} -> "
                       f"{change.after.words if change.after else 'no answer'}")
        click.echo(f"{len(found)} change{'s' if len(found) != 1 else ''}")


@cli.command()
@click.argument("query", required=False)
@click.option("-k", type=click.IntRange(1, 1000), default=10, show_default=True, help="How many hits.")
@click.option("--mode", type=click.Choice(["hybrid", "words", "meaning"]), default="hybrid", show_default=True)
@click.option("--jurisdiction", "jurisdictions", multiple=True, metavar="ID")
@click.option("--kind", type=click.Choice(["case", "answer"]))
@click.option("--since", type=int, metavar="Y")
@click.option("--until", type=int, metavar="Y")
@click.option("--outcome", type=click.Choice(["holder", "opponent", "mixed", "settled", "pending"]))
@click.option("--factor", "factors", multiple=True, metavar="F")
@click.option("--batch", type=click.Path(path_type=Path), help='A JSON list of {"id", "query"}.')
@as_json
def search(query: str | None, k: int, mode: Any, jurisdictions: tuple[str, ...], kind: Any, since: int | None, until: int | None,
           outcome: str | None, factors: tuple[str, ...], batch: Path | None, json_: bool) -> int:
    """Search cases and answers by words and by meaning."""
    from advisor.as_json import search as as_data
    from advisor.search.engine import Engine
    from advisor.search.filters import Filters

    if (query is None) == (batch is None):
        raise BadInput("give either a QUERY or --batch FILE.json")
    rows = _read_batch(batch) if batch else []
    if any(not isinstance(row.get("query"), str) for row in rows):
        raise BadInput(f"{batch}: every object needs a 'query' in words")
    library = load_library()
    library.known(jurisdictions)
    filters = Filters(jurisdictions, kind, since, until, outcome, _factors(library, ",".join(factors)) if factors else ())
    engine = Engine(library, progress=_embedding_line)
    try:
        if batch:
            _print([{"id": row["id"], **as_data(engine.search(row["query"], k, mode, filters))} for row in rows])
            return 0
        assert query is not None
        result = engine.search(query, k, mode, filters)
    finally:
        engine.close()
    if json_:
        _print(as_data(result))
    else:
        for hit in result.hits:
            click.echo(f"{hit.id}\n  {hit.name}\n  {hit.citation}\n  {hit.snippet}")
    for note in result.notes:
        click.echo(f"advisor: {note}", err=True)
    return 0 if result.hits else 1


def _embedding_line(share: float) -> None:
    """Say on standard error how far the index is, where somebody watches; a search can have to embed first."""
    if sys.stderr.isatty():
        click.echo(f"\rembedding records for search by meaning: {share:4.0%}" + ("\n" if share >= 1 else ""), err=True, nl=False)


def _factors(library: Any, text: str) -> tuple[str, ...]:
    from advisor.records.problems import nearest

    names = tuple(dict.fromkeys(name.strip().upper() for name in text.split(",") if name.strip()))
    for name in names:
        if name not in library.factors.factors:
            near = nearest(name, library.factors.factors)
            raise BadInput(f"no such factor: {name}" + (f"; did you mean {near}?" if near else "; see 'advisor list factors'"))
    return names


@cli.command()
@click.option("--matter", type=click.Path(path_type=Path), help="A matter file.")
@click.option("--factors", help="Factors, such as F4,F6,F18.")
@click.option("--text", help="Facts in words.")
@click.option("--jurisdiction", "jurisdictions", multiple=True, metavar="ID")
@click.option("-k", type=click.IntRange(1, 1000), default=10, show_default=True, help="How many cases.")
@as_json
def analogies(matter: Path | None, factors: str | None, text: str | None, jurisdictions: tuple[str, ...], k: int, json_: bool) -> int:
    """The decided cases most like a matter, a set of factors, or facts in words."""
    from advisor.analogy.factors import analogies as by_factors
    from advisor.analogy.text import by_text
    from advisor.as_json import analogy

    if sum(x is not None for x in (matter, factors, text)) != 1:
        raise BadInput("give one of --matter FILE, --factors F4,F6,... and --text \"...\"")
    library = load_library()
    library.known(jurisdictions)
    if text is not None:
        from advisor.search.engine import Engine

        found = by_text(library, text, jurisdictions, k, Engine(library, progress=_embedding_line))
    else:
        if matter is not None:
            from advisor.matter import read_matter

            answers = read_matter(matter, library).facts
        else:
            answers = dict.fromkeys(_factors(library, factors or ""), "yes")
        found = by_factors(library, library.factors.present(answers), jurisdictions, k)
    if json_:
        _print({"analogies": [analogy(item) for item in found]})
    else:
        for item in found:
            click.echo(f"{item.id}  {item.name}  [{item.outcome}]\n  shared {', '.join(item.shared) or '-'}; "
                       f"stronger for its winner here {', '.join(item.stronger) or '-'}; weaker {', '.join(item.weaker) or '-'}")
    return 0 if found else 1


@cli.command()
@click.option("--factors", help="Factors, such as F4,F6,F18.")
@click.option("--jurisdiction", default="us", show_default=True, metavar="ID")
@click.option("--without", multiple=True, metavar="CASE-ID", help="Leave a case out; may be given again.")
@click.option("--batch", type=click.Path(path_type=Path), help='A JSON list of {"id", "factors"}.')
@as_json
def predict(factors: str | None, jurisdiction: str, without: tuple[str, ...], batch: Path | None, json_: bool) -> None:
    """The outcome signal: holder, opponent or undecided, issue by issue. It abstains rather than guess."""
    from advisor.analogy.outcome import predict as predict_
    from advisor.as_json import signal

    if (factors is None) == (batch is None):
        raise BadInput("give either --factors F4,F6,... or --batch FILE.json")
    library = load_library()
    if batch:
        rows = _read_batch(batch)
        answers = []
        for row in rows:
            given = row.get("factors")
            text = ",".join(map(str, given)) if isinstance(given, list) else given
            if not isinstance(text, str):
                raise BadInput(f"{batch}: the object '{row['id']}' needs 'factors', a list such as [\"F4\", \"F6\"]")
            left_out = row.get("without", list(without))
            answers.append({"id": row["id"], **signal(predict_(library, _factors(library, text), row.get("jurisdiction", jurisdiction), left_out))})
        _print(answers)
        return
    result = predict_(library, _factors(library, factors or ""), jurisdiction, without)
    if json_:
        _print(signal(result))
    else:
        click.echo(f"favours: {result.favours}")
        for issue in result.issues:
            click.echo(f"  {issue.title}: {issue.favours}" + (f" ({'; '.join(issue.because)})" if issue.because else ""))


@cli.command()
@click.argument("matter", type=click.Path(path_type=Path))
@on_day
@as_json
@click.option("--out", type=click.Path(path_type=Path), help="Write a memo (.docx or .md) or the dates for a calendar (.ics).")
def advise(matter: Path, on: date | None, json_: bool, out: Path | None) -> None:
    """The enforcement options of a matter."""
    from advisor.matter import read_matter
    from advisor.options import advise as advise_
    from advisor.words import STATUS

    library = load_library()
    facts = read_matter(matter, library)
    result = advise_(library, facts.model_copy(update={"on": on}) if on else facts)
    if out:
        from advisor.exports.calendar import to_ics
        from advisor.exports.memo import as_memo
        from advisor.exports.write import write

        write(out, lambda: as_memo(result, library), others={".ics": lambda: to_ics(result)})
    if json_:
        from advisor.as_json import advice
        from advisor.plan import plan

        _print(advice(result, plan(library, result)))
    elif out:
        click.echo(f"written: {out}")
    else:
        for option in result.options:
            click.echo(f"\n{option.jurisdiction_name}: {option.name}  [{STATUS[option.status].label}]\n  {option.why}")
            for due in option.deadlines:
                click.echo(f"  {due.date.isoformat() if due.date else 'no date'}  {due.what} ({due.why}; {'; '.join(due.authority)})")
            if option.missing:
                click.echo("  missing: " + ", ".join(f"{m.factor} {library.factors.factors[m.factor].name}" for m in option.missing[:5]))
        for item in result.excluded:
            click.echo(f"\nListed apart: {item.jurisdiction_name}: {item.why}")


@cli.command()
@click.argument("measures", type=click.Path(path_type=Path))
@click.option("--jurisdiction", "jurisdictions", multiple=True, metavar="ID")
@on_day
@as_json
def readiness(measures: Path, jurisdictions: tuple[str, ...], on: date | None, json_: bool) -> int:
    """Protective measures in place against what each law asks. Exit 1 when there are gaps."""
    from advisor.as_json import finding
    from advisor.readiness import assess, read_inventory

    library = load_library()
    findings = assess(library, read_inventory(measures, library), jurisdictions, on or date.today())
    if json_:
        _print({"findings": [finding(f) for f in findings], "gaps": sum(f.gap for f in findings)})
    else:
        for f in findings:
            click.echo(f"{'GAP ' if f.gap else '    '}{f.jurisdiction:<8} {f.name:<32} {f.level:<11} in place: {f.in_place}  "
                       f"[{'; '.join(f.authority)}]")
    return 1 if any(f.gap for f in findings) else 0


@cli.command()
@click.option("--rebuild", is_flag=True, help="Make the index anew.")
@as_json
def index(rebuild: bool, json_: bool) -> None:
    """Bring the search index to the records, with progress."""
    from advisor.search.engine import Engine

    engine = Engine(load_library())
    try:
        with click.progressbar(length=100, label="embedding", file=sys.stderr) as bar:
            done = 0

            def show_progress(share: float) -> None:
                nonlocal done
                step = int(share * 100) - done
                bar.update(step)
                done += step

            count = _prepare(engine, show_progress, rebuild)
    finally:
        engine.close()
    result = {"documents": len(engine.documents), "embedded": count, "folder": str(engine.folder)}
    if json_:
        _print(result)
    else:
        click.echo(f"{result['documents']} documents, {count} passages embedded; index in {engine.folder}")


def _prepare(engine: Any, progress: Any, rebuild: bool) -> int:
    from advisor.search.encoder import NoModel
    from advisor.search.meaning import NoMeaning

    try:
        return int(engine.prepare(progress, rebuild))
    except (NoMeaning, NoModel) as error:
        raise BadInput(str(error)) from None


@cli.command("export-schema")
@click.argument("directory", type=click.Path(path_type=Path))
def export_schema(directory: Path) -> None:
    """Write JSON Schemas of the record files, for editors."""
    from advisor.records.schema import write_schemas

    for path in write_schemas(directory):
        click.echo(path)
