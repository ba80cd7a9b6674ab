"""Countries, peoples, cities and people in the news, in English and Arabic text."""
