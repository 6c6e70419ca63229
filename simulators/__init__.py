"""The same devices from the other side of the wire, their faults, and a whole simulated site.

Only the command line and the tests start them; no product code imports them.
"""
