"""Planning: week templates, single days, closures, offers and rules of offices and groups."""
