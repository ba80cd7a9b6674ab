"""An index of Arabic coverage: sentence vectors on the disk, made once and searched many times."""
