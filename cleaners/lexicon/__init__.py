"""What words say, by language: the phrases that rules look for, the words of promos, and what a word is."""
