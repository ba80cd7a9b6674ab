"""How the tagger of divergences is trained: it reads a statement and its rendering together (see README.md)."""
