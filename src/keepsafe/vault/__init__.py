"""Where a case lives: the folder, its keys, ledger and exhibits."""
