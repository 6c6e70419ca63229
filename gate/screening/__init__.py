"""Watchlists compared with names: Latin and Chinese, with the reasons for each hit."""
