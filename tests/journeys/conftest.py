"""Both engines, as the contract suite uses them."""

from tests.engine.contract.conftest import engine, place

__all__ = ["engine", "place"]
