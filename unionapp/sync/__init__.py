"""Bundles between laptop and hub: the signed, encrypted file and what goes into it."""
