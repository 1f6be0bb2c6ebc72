"""The least a Flask page and a Flask form with one insert cost: what the portal is measured by."""

import os
import sqlite3
import threading

from flask import Flask, request

_local = threading.local()


def make(path: str) -> None:
    """The empty database, before anybody asks."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)")
    connection.close()


def _database() -> sqlite3.Connection:
    if not hasattr(_local, "connection"):
        connection = sqlite3.connect(os.environ["BARE_DATABASE"], timeout=10, isolation_level=None)
        connection.execute("PRAGMA synchronous = FULL")
        _local.connection = connection
    found: sqlite3.Connection = _local.connection
    return found


def create_app() -> Flask:
    """Two pages, without form tokens, session or template."""
    app = Flask("bare")

    @app.get("/")
    def page() -> str:
        return "<!doctype html><title>bare</title><p>Nothing at all."

    @app.post("/")
    def insert() -> tuple[str, int, dict[str, str]]:
        connection = _database()
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO note (text) VALUES (?)", (request.form["text"],))
        connection.execute("COMMIT")
        return "", 303, {"Location": "/"}

    @app.get("/gesund")
    def state() -> str:
        return "well"

    return app
