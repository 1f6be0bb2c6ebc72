"""Terminbrücke, an appointment portal for Jobcenters."""

from backend.app import create_app

__all__ = ["create_app"]
