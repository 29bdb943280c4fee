"""Taking in a workbook: pick, check, see the difference, take it in."""
