"""The paper panel: what comes out of the printer, seen first."""
