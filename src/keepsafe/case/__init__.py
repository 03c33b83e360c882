"""What a case is: entries, and the record as a fold of them. Pure, no I/O."""
