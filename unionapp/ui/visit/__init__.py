"""The visit at a door: its outcome, time and appointment, and who lives and works behind it."""
