"""`/gesund`: whether database, outbox and worker are well, without details."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from backend.store import beats, database, letters
from backend.web.portal import portal

pages = Blueprint("health", __name__)

WORKER_SILENCE = 120
OUTBOX_DELAY = 3600


@pages.get("/gesund")
def state() -> ResponseReturnValue:
    """200 when all is well, 503 when one is sick."""
    now = int(portal().now().timestamp())
    is_database_well = database.is_well()
    is_worker_well = is_outbox_well = False
    if is_database_well:
        last = beats.last("worker")
        is_worker_well = last is not None and now - last <= WORKER_SILENCE
        is_outbox_well = letters.oldest_waiting(now) <= OUTBOX_DELAY
    wells = {"database": is_database_well, "outbox": is_outbox_well, "worker": is_worker_well}
    answer = jsonify({name: "well" if well else "sick" for name, well in wells.items()})
    return answer, 200 if all(wells.values()) else 503
