"""The one record editor, made from the declarations, and the history of a record."""
