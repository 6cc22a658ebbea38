"""The search page and the JSON API, in Flask: `create_app` makes the WSGI application."""

from webapp.app import create_app

__all__ = ["create_app"]
