"""``python -m bench``: audit events and look-ups a second and their times, each beside a floor of the same run."""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.audit import bench_audit
from bench.figures import measure
from bench.floors import opensearch_floor, sqlite_floor
from bench.lines import heading, line
from bench.questions import Question, questions
from bench.service import served
from deploy.local_node import LocalNode, LocalNodeError
from engine.lookup import look_up
from engine.open import open_engine
from engine.query import build_query

_QUESTIONS = 2000


def main() -> None:
    """Measure, and print one table an engine."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory(prefix="shikaku-bench-") as made:
        folder = Path(made)
        feed = folder / "sample.csv"
        _indexer("sample", "--records", str(arguments.records), "--out", str(feed))
        asked = questions(feed, _QUESTIONS)
        print(f"{arguments.records:,} records, {arguments.seconds:g} s a line, {os.cpu_count()} cores")
        bench_audit(folder / "audit", arguments.seconds)
        _bench_sqlite(folder / "sqlite", feed, asked, arguments)
        _bench_opensearch(folder / "opensearch", feed, asked, arguments)


@dataclass(frozen=True, slots=True)
class _Target:
    """One engine with the records loaded. ``folder``: where its service keeps its state."""

    title: str
    folder: Path
    url: str
    floor: Callable[[Question], object]


def _bench_sqlite(folder: Path, feed: Path, asked: Sequence[Question], arguments: argparse.Namespace) -> None:
    url = f"sqlite:///{folder / 'engine'}"
    _indexer("load", "--full", str(feed), engine_url=url)
    floor = sqlite_floor(folder / "engine")
    _bench(_Target("SQLite (embedded)", folder, url, floor), asked, arguments)


def _bench_opensearch(folder: Path, feed: Path, asked: Sequence[Question], arguments: argparse.Namespace) -> None:
    node = LocalNode(arguments.node_home)
    try:
        url = node.start()
    except LocalNodeError as error:
        sys.exit(f"OpenSearch was not measured: {error}")
    try:
        folder.mkdir()
        _indexer("load", "--full", str(feed), engine_url=url)
        _bench(_Target("OpenSearch", folder, url, opensearch_floor(url)), asked, arguments)
    finally:
        if node.was_started_here:
            node.stop()


def _bench(target: _Target, asked: Sequence[Question], arguments: argparse.Namespace) -> None:
    heading(target.title, "look-ups/s")
    engine = open_engine(target.url)
    try:
        # A node just started answers slowly until its code is compiled; the floor must not be measured on that.
        measure([lambda question: engine.search(build_query(question.conditions))], asked, 2 * arguments.seconds)
        for clients in (1, arguments.clients):
            lowest = line("floor: engine asked bare", [target.floor] * clients, asked, arguments.seconds, None)
            search = [lambda question: engine.search(build_query(question.conditions))] * clients
            line("engine.search", search, asked, arguments.seconds, lowest)
            whole = [lambda question: look_up(engine, question.conditions)] * clients
            line("look_up", whole, asked, arguments.seconds, lowest)
            with served(_new(target.folder, clients), target.url, clients) as forms:
                calls = [form.look_up for form in forms]
                line("HTTP form: POST, then its page", calls, asked, arguments.seconds, lowest)
    finally:
        engine.close()


def _new(folder: Path, clients: int) -> Path:
    service = folder / f"service-{clients}"
    service.mkdir(parents=True)
    return service


def _indexer(*arguments: str, engine_url: str | None = None) -> None:
    environ = {**os.environ, **({"SHIKAKU_ENGINE_URL": engine_url} if engine_url else {})}
    command = [sys.executable, "-m", "indexer.cli", *arguments]
    subprocess.run(command, env=environ, check=True, stdout=sys.stderr)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--records", type=int, default=100_000, help="records in the sample (default 100,000)")
    parser.add_argument("--seconds", type=float, default=5.0, help="seconds a line (default 5)")
    parser.add_argument("--clients", type=int, default=4, help="clients at once, besides one alone (default 4)")
    parser.add_argument(
        "--node-home", type=Path, default=Path("var/bench-opensearch"), help="where the OpenSearch node lives"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
