"""Signing in, one's own account, the people and their roles, the audit log."""
