"""What the tagger that reads both texts at once says of a pair, as signals and as findings."""
