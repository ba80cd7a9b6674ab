"""Numbers of both sides, compared by value, and numbers that changed places."""
