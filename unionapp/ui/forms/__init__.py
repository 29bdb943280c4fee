"""The page 问卷: forms, drafts and responses, and the screen on which a form is tried out."""
