"""Releases: documents, pictures, licences and packages."""
