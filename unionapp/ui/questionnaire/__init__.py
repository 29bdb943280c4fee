"""The window of a form: its questions, section by section, and what is still open."""
