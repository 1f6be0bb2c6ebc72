"""Day lists, what is kept how long, and what is stored about one customer."""
