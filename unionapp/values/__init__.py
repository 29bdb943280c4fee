"""Facts about single values, pure: identity numbers, money, names, codes."""
