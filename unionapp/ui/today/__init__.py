"""The page 今日走访: what is to do today, at which door, and why."""
