"""Step 4: the screenshots come in, and one page says what a batch of them is."""
