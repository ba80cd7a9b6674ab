"""Measurements: figures of what the program finds and says."""
