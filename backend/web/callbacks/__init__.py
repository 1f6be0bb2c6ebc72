"""Callbacks and calls: pages for the staff."""
