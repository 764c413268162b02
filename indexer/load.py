"""Loading: a new generation is built beside the live one, and published only when complete and verified."""

import time
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from engine.contract import EngineError, Generation, IndexEngine, PrivateGeneration, PublicationUnknownError
from indexer.reading_run import ReadingRun
from indexer.report import Report

_BATCH_ROWS = 2000


class LoadRefusedError(Exception):
    """What was read must not be published; the text says why and what to do. Nothing changed for look-ups."""


@dataclass(frozen=True, kw_only=True)
class LoadRules:
    """What a load must keep.

    ``full``: the feeds are everything, insurers of the live generation that they do not name go.
    ``max_rejects``: the largest share of rejected rows, from 0 to 1.
    """

    full: bool
    max_rejects: float


def load(engine: IndexEngine, run: ReadingRun, rules: LoadRules) -> Report:
    """Build, verify and publish a generation of the run's feeds.

    Raises :class:`LoadRefusedError`, :class:`indexer.feed.feed_error.FeedError` or
    :class:`engine.contract.EngineError`; then the live generation is as it was, and the new one is removed, unless the
    engine is away or refuses to. But after :class:`engine.contract.PublicationUnknownError`, or when interrupted while
    publishing, the new one is kept, and is live or not: to remove what may be becoming live could leave nothing live.
    """
    started = time.monotonic()
    generation = engine.begin()
    try:
        _build(generation, run)
        check_rejects(run.report, rules.max_rejects)
        generation.complete()
        live = live_generation(engine)
        run.report.replaced_records = live.records if live else None
        _check_other_insurers(generation.verify(), live, rules)
    except BaseException:
        run.report.seconds = time.monotonic() - started
        _remove(generation)
        raise
    published = _publish(generation)
    run.report.generation, run.report.records = published.name, published.records
    run.report.seconds = time.monotonic() - started
    return run.report


def check_rejects(report: Report, max_rejects: float) -> None:
    """Raise :class:`LoadRefusedError` if nothing was accepted or too much was rejected."""
    if not report.accepted:
        msg = "no row was accepted"
        raise LoadRefusedError(msg)
    if report.rejected_share > max_rejects:
        msg = f"{report.rejected_share:.2%} of the rows were rejected, more than the {max_rejects:.2%} allowed"
        raise LoadRefusedError(msg)


def live_generation(engine: IndexEngine) -> Generation | None:
    """The generation that look-ups see, or ``None`` before the first load."""
    return next((generation for generation in engine.generations() if generation.live), None)


def _publish(generation: PrivateGeneration) -> Generation:
    """Publish it, and remove it only if it is sure not to be live."""
    try:
        return generation.publish()
    except PublicationUnknownError:
        raise
    except EngineError:
        _remove(generation)
        raise


def _remove(generation: PrivateGeneration) -> None:
    """Remove it if that can be done; why it is to be removed matters more than that it could not be."""
    with suppress(EngineError):
        generation.discard()


def _build(generation: PrivateGeneration, run: ReadingRun) -> None:
    documents = run.documents()
    while batch := list(islice(documents, _BATCH_ROWS)):
        generation.write(batch)


def _check_other_insurers(complete: Generation, live: Generation | None, rules: LoadRules) -> None:
    """A load of some insurers must not make the others' patients vanish."""
    lost = [] if live is None or rules.full else sorted(set(live.insurers) - set(complete.insurers))
    if lost:
        msg = (
            f"{len(lost):,} insurers of the live generation are not in these feeds ({', '.join(lost[:5])}…): "
            "their patients would no longer be found. Load all insurers' feeds together, "
            "or say with --full that these feeds are everything"
        )
        raise LoadRefusedError(msg)
