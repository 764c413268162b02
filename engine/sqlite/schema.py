"""The tables of a generation's file."""

from typing import Final

FORMAT: Final = 2
"""Kept in ``PRAGMA user_version``. A file of another format is never read."""

TABLES: Final = f"""
PRAGMA user_version = {FORMAT};
CREATE TABLE generation (
    key_version INTEGER NOT NULL,
    complete INTEGER NOT NULL,
    insurers TEXT NOT NULL,
    name_keys INTEGER NOT NULL,
    kana_keys INTEGER NOT NULL
);
CREATE TABLE record (
    row INTEGER PRIMARY KEY,
    record_id TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    person_key TEXT NOT NULL,
    person_id TEXT NOT NULL,
    insurer_number TEXT NOT NULL,
    birth_date TEXT NOT NULL,
    sex TEXT NOT NULL,
    address_key TEXT NOT NULL,
    insurer_key TEXT NOT NULL,
    source TEXT NOT NULL
) STRICT;
CREATE TABLE name_key (
    row INTEGER NOT NULL, key TEXT NOT NULL, birth_date TEXT NOT NULL, PRIMARY KEY (row, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE kana_key (
    row INTEGER NOT NULL, key TEXT NOT NULL, birth_date TEXT NOT NULL, PRIMARY KEY (row, key)
) STRICT, WITHOUT ROWID;
"""
"""What is there from the start. While building, keys are only reached by row: appended, or taken away."""

INDEXES: Final = """
CREATE INDEX name_key_by_birth_date ON name_key (birth_date, key, row);
CREATE INDEX kana_key_by_birth_date ON kana_key (birth_date, key, row);
CREATE INDEX record_by_person ON record (birth_date, person_id);
"""
"""What look-ups need, made when all is written: sorting once is faster than keeping sorted."""
