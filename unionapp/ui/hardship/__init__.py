"""Hardship files, their assessment, cases, standards and receipts."""
