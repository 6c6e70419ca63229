"""Telling people of visits: mail, webhooks and chat, through a queue on disk that outlives every process.

Follows the site's record from where it stopped, writes what is to be told into the queue, and delivers it with
retries. It decides nothing and changes no fact: a check-in does not know that it exists.
"""
