"""The receiving side of the exchange."""
