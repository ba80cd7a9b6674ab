"""Whether the rendering denies what the statement affirms, or the reverse."""
