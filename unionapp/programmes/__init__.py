"""Programmes as data: eligibility, entitlement and their proof; no Qt, no database."""
