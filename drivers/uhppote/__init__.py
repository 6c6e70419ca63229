"""UHPPOTE door controllers (UT0311-L01, -L02, -L04 and compatibles): 64-byte messages over UDP.

``fields`` are the kinds of values, ``functions`` the layout of every message as a table, ``codec`` packs and unpacks by
it, ``status`` is what a status says, ``journal`` which events are new (all sans-IO). ``talk`` is the conversation,
``network`` the few requests that belong to no line: find, read and erase what a controller keeps.
"""
