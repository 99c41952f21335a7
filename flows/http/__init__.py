"""What is common to fetching and reading archives: an exchange, its content codings, and the errors of both."""
