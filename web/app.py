"""Makes the Flask app from its parts: views, languages, guards, headers. Nothing is started here."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask, request, url_for
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from gate.domain.rights import Right
from web import access, errors, headers, language, page, stream
from web.alarms import views as alarms
from web.audit import views as audit
from web.auth import limits
from web.auth import views as auth
from web.cameras import verify as checks
from web.cameras import views as cameras
from web.console import KEY, Console
from web.desk.features import FEATURES as DESK
from web.doors import views as doors
from web.home import views as home
from web.invitations.features import FEATURES as VISITING
from web.live import views as live
from web.map import views as map_
from web.people import views as people
from web.policy import views as policy
from web.privacy import views as privacy
from web.record import views as record
from web.reports import views as reports
from web.visits import views as visits
from web.zones import views as zones

MOST_BYTES = 256 * 1024  # of a form; nobody uploads here


def create_app(console: Console, *, secure: bool = False, proxies: int = 0, testing: bool = False) -> Flask:
    """The console as a WSGI app. ``secure``: cookies over HTTPS alone; ``proxies``: how many stand in front."""
    app = Flask("web", root_path=str(Path(__file__).parent))
    app.extensions[KEY] = console
    app.config.update(_settings(console, secure=secure, testing=testing))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
    app.before_request(access.load_operator)
    CSRFProtect(app)
    limits.set_up(app)
    language.set_up(app)
    headers.set_up(app)
    errors.set_up(app)
    page.set_up(app)
    for feature in (
        home,
        auth,
        live,
        stream,
        doors,
        map_,
        zones,
        policy,
        alarms,
        checks,
        cameras,
        visits,
        *DESK,
        *VISITING,
        people,
        audit,
        privacy,
        record,
        reports,
    ):
        app.register_blueprint(feature.pages)
    _name_static_files(app)
    app.jinja_env.globals.update(may=access.may, operator=access.somebody, Right=Right)
    access.set_up(app)
    return app


def _settings(console: Console, *, secure: bool, testing: bool) -> dict[str, Any]:
    return {
        "SECRET_KEY": console.books.secret(),
        "TESTING": testing,
        "MAX_CONTENT_LENGTH": MOST_BYTES,
        "SESSION_COOKIE_NAME": "__Host-gate" if secure else "gate",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Strict",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_PATH": "/",
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session, which ends by itself
        "SEND_FILE_MAX_AGE_DEFAULT": timedelta(days=30),
    }


def _name_static_files(app: Flask) -> None:
    """Addresses of static files carry a digest of their content, so that an update is seen at once."""
    addresses: dict[tuple[str, str], str] = {}

    def asset(name: str) -> str:
        known = request.script_root, name
        if known not in addresses:
            content = (Path(app.static_folder or "") / name).read_bytes()
            digest = hashlib.sha256(content).hexdigest()[:12]
            addresses[known] = url_for("static", filename=name, v=digest)
        return addresses[known]

    app.jinja_env.globals["asset"] = asset
