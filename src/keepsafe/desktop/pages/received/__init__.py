"""The officer's door: open a sealed file, check it, and read it."""
