"""The way from a concern to a booked appointment."""
