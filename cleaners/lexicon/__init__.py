"""Words in many languages: the phrases that rules look for, the words of promos, and how words are counted."""
