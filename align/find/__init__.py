"""Finding the Arabic rendering of a statement: candidates, what speaks for them, the choice, further places."""
