"""Partners: organisations for the administrator, colleagues and clients for the partners."""
