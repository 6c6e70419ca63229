"""What console, API and command line see of Gate: send a command, ask a question, follow the feed.

Promises a receipt or an error for every command. Reads facts, never writes them.
"""
