"""What a portal will do by its schedules: who may enter and when it stands unlocked, change by change.

Exact to the instant, with clocks that change, holidays and swapped workdays; what people hold besides (clearance,
prerequisites, presence) is not in it. Years whose holidays are not published are named: they can still change.
"""

from gate.policy.forecast.forecast import Forecast, Turn, Unlocked, WayHours, forecast

__all__ = ["Forecast", "Turn", "Unlocked", "WayHours", "forecast"]
