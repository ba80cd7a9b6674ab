"""What a statement and its rendering do not say alike, word by word: one network that reads both together."""
