"""What a run hands to the report, its JSON lines, and a run read back from its folder."""
