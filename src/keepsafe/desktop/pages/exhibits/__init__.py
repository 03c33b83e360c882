"""The list of what is kept: covered, one at a time, with everything that can be done to it."""
