"""Offline casework bench for street- and community-level trade-union workers."""

__version__ = "0.1.0"
