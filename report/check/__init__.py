"""What a check of coverage gives people and programs."""
