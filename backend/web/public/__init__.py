"""The public pages: no session, no database, no cookie but the choice of language."""
