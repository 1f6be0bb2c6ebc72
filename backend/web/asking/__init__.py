"""Asking to be called back: pages for customers."""
