"""Numbers, dates and quantities on both sides, by value."""
