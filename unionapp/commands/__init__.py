"""The commands: everything that the screens do to data, without a screen."""
