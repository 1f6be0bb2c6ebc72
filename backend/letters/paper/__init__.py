"""What leaves the house on paper: PDF set in type from the templates below `site/print`."""
