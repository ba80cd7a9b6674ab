"""Coverage that embeds nothing, checked against official English statements."""
