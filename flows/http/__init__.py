"""What fetching and reading archives share: the exchange, the content codings, and the errors."""
