"""The visitor desk's use cases, a module a step: registered, checked in, left; three facts at the end, not one."""

from gate.service.visits.checking_in import check_in
from gate.service.visits.leaving import check_out, return_badge
from gate.service.visits.overstay import next_overstay, watch_overstay
from gate.service.visits.registering import HashId, register

__all__ = [
    "HashId",
    "check_in",
    "check_out",
    "next_overstay",
    "register",
    "return_badge",
    "watch_overstay",
]
