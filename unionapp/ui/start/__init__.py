"""What comes before the work: a new office, the passphrase, the recovery code."""
