"""Employers and their four answers."""
