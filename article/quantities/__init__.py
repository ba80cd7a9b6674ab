"""Numbers, dates and quantities in English and Arabic text, by value."""
