"""Whether what is certain, possible or owed is the same on both sides."""
