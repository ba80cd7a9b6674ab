"""What a rendering changes: one folder a kind of finding, with its code, word lists and fitted weights."""
