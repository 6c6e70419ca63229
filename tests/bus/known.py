"""Messages that are known by heart."""

import json
from datetime import UTC, datetime
from typing import Any

from gate.bus.codec import encode
from gate.domain.envelope import Envelope
from gate.domain.events import RexPressed

AT = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
REX = Envelope(site="hq", src="cabinet-1", boot=1, seq=2, at=AT, body=RexPressed(portal="lab-door"))
GOOD: dict[str, Any] = json.loads(encode(REX))
