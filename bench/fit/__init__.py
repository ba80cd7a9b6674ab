"""Fits: what ships as weights, written by --write."""
