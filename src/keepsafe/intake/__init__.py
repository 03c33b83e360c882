"""How evidence comes in: files and folders, told apart by file facts, never by looking."""
