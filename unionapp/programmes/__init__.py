"""Programmes as data: who may receive what, how much, and why; no window and no database."""
