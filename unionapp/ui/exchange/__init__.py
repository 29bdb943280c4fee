"""The exchange with the city hub."""
