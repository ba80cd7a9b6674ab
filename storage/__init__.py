"""Files that survive: SQLite shared by processes, folders and files that appear whole or not at all."""
