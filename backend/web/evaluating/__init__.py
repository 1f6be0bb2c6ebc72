"""Evaluations: numbers without persons, for whom the right is given (R64–R66, R109)."""
