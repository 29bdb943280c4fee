"""Settings of this PC, the office's workers, backup, and what helps when something is wrong."""
