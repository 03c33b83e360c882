"""What the police get: write, read and verify the sealed file."""
