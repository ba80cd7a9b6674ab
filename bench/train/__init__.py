"""How the embedded model is trained: from parallel text to a folder that `translate` can load (see README.md)."""
