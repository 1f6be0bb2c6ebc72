"""One's own appointment: look it up, see, print, move and cancel it."""
