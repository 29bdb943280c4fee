"""The case database: declared records, tables, capture, search, audit."""
