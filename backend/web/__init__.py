"""The pages: Flask, forms and templates."""
