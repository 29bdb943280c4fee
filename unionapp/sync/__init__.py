"""Exchange: operations, bundles, device keys, merge."""
