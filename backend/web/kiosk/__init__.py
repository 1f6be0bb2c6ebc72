"""The public pages on a terminal: languages first, pictograms, check-in, and the end."""
