"""The membership of one person: status, ledger, the next step."""
