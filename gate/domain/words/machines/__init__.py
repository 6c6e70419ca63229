"""What devices, cameras and agents say of themselves, in Chinese: one table a family, :mod:`said` reads them.

The key of a table is the English sentence as its producer makes it, with a named hole for each thing that varies;
the value is the Chinese one with the same holes. A hole may be left out. What stands in a hole is looked up again,
so that ``line io-lobby: no answer within 0.3 s`` needs no sentence of its own.
"""
