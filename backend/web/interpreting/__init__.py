"""The interpreter desk: pages for the staff."""
