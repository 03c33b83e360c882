"""Pages for people, made from a case: PDF and static HTML."""
