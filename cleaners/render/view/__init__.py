"""One cleaned page as one HTML file to look at: the article, and beside it the whole page with what was removed."""
