"""The survey engine: XLSForm in, a live form out. No window, no database."""
