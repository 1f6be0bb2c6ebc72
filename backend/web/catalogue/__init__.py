"""The catalogue at the desk: concerns, papers, offices and texts, edited in every language."""
