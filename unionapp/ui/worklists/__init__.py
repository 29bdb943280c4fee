"""The page 工作清单: what waits to be done, who may have what, and what was given."""
