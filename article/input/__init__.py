"""Untrusted input: files, pages and addresses, read into articles, statements and transcripts."""
