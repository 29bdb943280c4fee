"""Use cases, one transaction each, shared by screens, commands and imports."""
