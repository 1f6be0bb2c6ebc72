"""The day at the desk: who comes, who is here, who is called, how it ended."""
