"""The pages around a visit before and after the desk's own."""

from web.invitations import approvals, views
from web.invited import views as invited
from web.kiosk import managing as kiosks
from web.kiosk import views as kiosk
from web.muster import day, rolls
from web.muster import views as muster
from web.visits import moves

FEATURES = (views, approvals, invited, moves, day, muster, rolls, kiosk, kiosks)
