"""Rows into an engine, as the indexer does it: a private generation, written in batches, completed, published."""

from collections.abc import Iterable
from itertools import islice

from engine.contract import IndexEngine
from engine.document import make_document
from tests.engine.differential.oracle import Written


def publish(engine: IndexEngine, written: Iterable[Written], batch_size: int) -> None:
    """Make the rows, in this order, the live generation."""
    generation = engine.begin()
    documents = (make_document(row.record, row.version) for row in written)
    while batch := list(islice(documents, batch_size)):
        generation.write(batch)
    generation.complete()
    generation.publish()
