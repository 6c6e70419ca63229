"""Use cases of the engine, one function each: access, portals, alarms, visits, people, departures.

A use case loads, decides, changes and hands back what to record; a repeated input is harmless. Stores and
buses reach it as arguments.
"""
