"""The tables that lie beside the code as CSV files."""

import csv
from importlib.resources import files


def table(file_name: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file of this folder, by column name."""
    text = files("indexer.sample").joinpath(file_name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
