"""What a rendering leaves out of the statement, and what it adds."""
