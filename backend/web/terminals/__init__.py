"""Terminals as the office sets them up, watches them and switches them off."""
