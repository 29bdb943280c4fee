"""The tables that only a hub has, beside those of the case database."""

from __future__ import annotations

from sqlalchemy import Column, Integer, LargeBinary, MetaData, Table, Text

METADATA = MetaData()

# The laptops that the hub knows; `own_part` begins the numbers that each of them gives out.
Table(
    "hub_device",
    METADATA,
    Column("device", Text, primary_key=True),
    Column("signing_key", Text, nullable=False, unique=True),
    Column("recipient", Text, nullable=False),
    Column("division", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("number", Integer, nullable=False, unique=True),
    Column("own_part", Text, nullable=False, unique=True),
    Column("enrolled_at", Text, nullable=False),
    Column("revoked_at", Text),
)

# Whole files of bundles that wait for the ones before them.
Table(
    "hub_held",
    METADATA,
    Column("bundle", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

# What was refused and why. The file itself is kept only when a known device signed it: then it
# may hold work that exists nowhere else.
Table(
    "hub_quarantine",
    METADATA,
    Column("hash", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("code", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("content", LargeBinary),
)
