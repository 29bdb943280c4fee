"""Documents: designs as data, drawn exactly, checked before the first sheet."""
