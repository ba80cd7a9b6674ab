"""Names of people, places and organisations on both sides."""
