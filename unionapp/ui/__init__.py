"""The desktop: every line of Qt stands below this package."""
