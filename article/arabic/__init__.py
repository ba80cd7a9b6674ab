"""What is particular to Arabic text: letters, lost spaces, the words of reporting."""
