"""The page 项目: every programme, what the office decided about it, and the registers beside."""
