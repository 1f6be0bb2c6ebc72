"""Inviting customers to choose a time: pages for the staff, and the way in by a code."""
