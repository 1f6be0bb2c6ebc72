"""The rules of the house as pure functions: standard library only, the clock is an argument."""
