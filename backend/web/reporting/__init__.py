"""Reporting a barrier: a form for whoever cannot use these pages well (BGG § 12b)."""
