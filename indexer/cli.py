"""``shikaku-indexer``: what data engineers type."""

import json
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import click

from engine.contract import EngineError, Generation, IndexEngine
from engine.location import DEFAULT_ENGINE_URL
from engine.open import open_index_engine
from indexer.feed.dates import JAPAN, parse_moment
from indexer.feed.feed_error import FeedError
from indexer.feed.feed_file import FeedFile
from indexer.feed.versions import END_OF_VERSIONS
from indexer.load import LoadRefusedError, LoadRules, check_rejects, load
from indexer.progress import watched
from indexer.reading_run import ReadingRun
from indexer.report import Report
from indexer.sample.writer import write_sample

_PERCENT = 100

as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object, and no progress.")
feeds_argument = click.argument("feeds", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path))
as_of_option = click.option("--as-of", metavar="DAY", help="The feeds' own day, for rows without updated_at.")
rejects_option = click.option(
    "--rejects", type=click.Path(file_okay=False, path_type=Path), help="Folder of reject files; else beside each feed."
)
max_rejects_option = click.option(
    "--max-rejects",
    type=click.FloatRange(0, _PERCENT),
    default=1.0,
    show_default=True,
    help="Largest share of rejected rows, in percent.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Load insurers' eligibility feeds into the engine that SHIKAKU_ENGINE_URL names."""


@main.command()
@click.option("--records", type=click.IntRange(min=1), required=True, help="How many rows.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file to write.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same people.")
@click.option("--today", metavar="DAY", help="The day the sample is of; else today in Japan.")
def sample(records: int, out: Path, seed: int, today: str | None) -> None:
    """Write a feed of people who do not exist, for trying out and measuring."""
    day = _moment(today, "--today").astimezone(JAPAN).date() if today else datetime.now(JAPAN).date()
    unfinished = out.with_name(f"{out.name}.unfinished")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("w", encoding="utf-8", newline="") as file:
            write_sample(file, records, seed=seed, today=day)
        unfinished.replace(out)
    except (OSError, ValueError) as error:
        unfinished.unlink(missing_ok=True)
        _fail(f"{out}: {error}")
    click.echo(f"{records:,} rows written to {out}")


@main.command()
@feeds_argument
@as_of_option
@rejects_option
@max_rejects_option
@as_json
def check(
    feeds: tuple[Path, ...], as_of: str | None, rejects: Path | None, max_rejects: float, *, as_json: bool
) -> None:
    """Read and judge feeds as load would, without touching any engine."""
    report = Report()
    with _errors_told(as_json=as_json), _run(feeds, as_of, rejects, report, quiet=as_json) as run:
        started = time.monotonic()
        for _ in run.documents():
            pass
        report.seconds = time.monotonic() - started
        try:
            check_rejects(report, max_rejects / _PERCENT)
        except LoadRefusedError as error:
            _refused(report, error, as_json=as_json)
        _print_report(report, as_json=as_json)


@main.command("load")
@feeds_argument
@click.option("--full", is_flag=True, help="The feeds are everything: insurers they do not name go.")
@as_of_option
@rejects_option
@max_rejects_option
@as_json
def load_command(
    feeds: tuple[Path, ...],
    as_of: str | None,
    rejects: Path | None,
    max_rejects: float,
    *,
    full: bool,
    as_json: bool,
) -> None:
    """Build a new generation from feeds, verify it, and publish it in one step.

    Look-ups go on in the live generation until then; if anything is wrong it stays live.
    """
    report = Report()
    with (
        _errors_told(as_json=as_json),
        _termination_unwinds(),
        _engine() as engine,
        _run(feeds, as_of, rejects, report, quiet=as_json) as run,
    ):
        try:
            load(engine, run, LoadRules(full=full, max_rejects=max_rejects / _PERCENT))
        except LoadRefusedError as error:
            _refused(report, error, as_json=as_json)
        _print_report(report, as_json=as_json)


@main.command()
@as_json
def generations(*, as_json: bool) -> None:
    """List what has been loaded, oldest first."""
    with _errors_told(as_json=as_json), _engine() as engine:
        found = engine.generations()
    if as_json:
        click.echo(json.dumps({"generations": [_generation_json(generation) for generation in found]}))
    elif not found:
        click.echo("nothing has been loaded yet")
    for generation in found if not as_json else ():
        state = "live" if generation.live else "complete" if generation.complete else "unfinished"
        click.echo(
            f"{generation.name}  {state:<10}  {generation.records:>12,} records"
            f"  {len(generation.insurers):>6,} insurers  keys {generation.key_version}"
        )


@main.command("verify")
@as_json
def verify_command(*, as_json: bool) -> None:
    """Check that what is published is one complete, consistent generation; exit 0 only then."""
    with _errors_told(as_json=as_json), _engine() as engine:
        generation = engine.verify()
    if as_json:
        click.echo(json.dumps(_generation_json(generation)))
    else:
        click.echo(f"{generation.name}: complete and consistent, {generation.records:,} records")


@contextmanager
def _run(
    feeds: Sequence[Path], as_of: str | None, rejects: Path | None, report: Report, *, quiet: bool
) -> Iterator[ReadingRun]:
    files = [FeedFile(path) for path in feeds]
    with watched(sum(file.size for file in files), quiet=quiet) as watcher:
        yield ReadingRun(
            feeds=files,
            as_of=_moment(as_of, "--as-of") if as_of else None,
            reject_folder=rejects,
            report=report,
            watcher=watcher,
        )


@contextmanager
def _engine() -> Iterator[IndexEngine]:
    ca_file = os.environ.get("SHIKAKU_ENGINE_CA_FILE")
    engine = open_index_engine(
        os.environ.get("SHIKAKU_ENGINE_URL") or DEFAULT_ENGINE_URL, ca_file=Path(ca_file) if ca_file else None
    )
    try:
        yield engine
    finally:
        engine.close()


def _moment(text: str, option: str) -> datetime:
    try:
        moment = parse_moment(text)
    except ValueError:
        raise click.BadParameter("not a day: YYYYMMDD or YYYY-MM-DD", param_hint=option) from None
    if moment >= END_OF_VERSIONS:
        raise click.BadParameter(f"not before {END_OF_VERSIONS.year}", param_hint=option)
    return moment


@contextmanager
def _termination_unwinds() -> Iterator[None]:
    """Ended by its supervisor, a load removes what it was building, as it does for Ctrl+C."""
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _errors_told(*, as_json: bool) -> Iterator[None]:
    """An error is one line on standard error and exit 1, never a stack trace over patients' rows."""
    try:
        yield
    except (FeedError, EngineError) as error:
        if as_json:
            click.echo(json.dumps({"error": str(error)}))
        _fail(str(error))


def _refused(report: Report, error: LoadRefusedError, *, as_json: bool) -> NoReturn:
    report.error = str(error)
    _print_report(report, as_json=as_json)
    _fail(str(error))


def _fail(message: str) -> NoReturn:
    click.echo(f"shikaku-indexer: {message}", err=True)
    sys.exit(1)


def _print_report(report: Report, *, as_json: bool) -> None:
    click.echo(json.dumps(report.as_json()) if as_json else "\n".join(report.as_lines()))


def _generation_json(generation: Generation) -> dict[str, object]:
    return {
        "name": generation.name,
        "created_at": generation.created_at.isoformat(),
        "key_version": generation.key_version,
        "records": generation.records,
        "insurers": len(generation.insurers),
        "complete": generation.complete,
        "live": generation.live,
    }


if __name__ == "__main__":
    main()
