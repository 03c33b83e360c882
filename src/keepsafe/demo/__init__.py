"""The sample case: drawn screenshots of an invented app, so that nobody has to show real ones."""
