"""The handbook: how the staff's part is worked with, read inside the program (R119)."""
