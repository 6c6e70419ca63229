"""Codes of the domain in words, English and Chinese side by side; what a page says by itself is in the catalogues."""
