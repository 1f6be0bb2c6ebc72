"""What goes out by post, what did not arrive, and earlier times for who waits."""
