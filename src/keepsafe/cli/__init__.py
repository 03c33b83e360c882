"""The command line: what the window can do, for scripts, labs and headless machines."""
