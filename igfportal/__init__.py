"""Composes the apps into the portal; loading it makes ours the Celery app every task belongs to."""

from igfportal.celery import app as celery_app

__all__ = ["celery_app"]
