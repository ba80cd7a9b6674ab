"""The commands, one a module: what a user types, joined from the rooms."""
