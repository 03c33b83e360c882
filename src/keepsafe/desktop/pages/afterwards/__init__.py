"""Step 10, a page each: handed over, taking pictures down, copies left, the case itself."""
