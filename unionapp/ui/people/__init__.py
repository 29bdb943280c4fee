"""People and members: the list, the editor, the membership at its side."""
