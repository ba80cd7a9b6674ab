"""Load: time, memory, and what survives."""
