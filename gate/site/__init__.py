"""The site file: a building as TOML, parsed and checked into ``gate.domain``.

Promises to name every fault at once: file, line, path, what was expected, what came. Start at
:mod:`gate.site.load`. What the rules mean is left to ``gate.policy``.
"""
