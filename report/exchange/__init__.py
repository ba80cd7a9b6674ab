"""Files for other programs: translation memories, bilingual files, terms, Word, tables."""
