"""What to do, whom to call, and where each app hides its usernames, as checked data."""
