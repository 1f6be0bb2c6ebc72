"""The first capacity plan of a content folder."""

import shutil
from pathlib import Path

import pytest

from backend.content import ContentError, load, load_capacity
from backend.domain.appointments import Channel
from backend.domain.openings import Audience

BREMEN = Path(__file__).parents[2] / "content"
TINY = Path(__file__).parents[1] / "jobcenters" / "tiny"


def test_bremen_has_34_larger_rooms_over_eight_sites() -> None:
    """R45."""
    plans = load_capacity(BREMEN, load(BREMEN)).offices
    houses = [plan for key, plan in plans.items() if key != "bus"]
    assert len(houses) == 8
    groups = [group for plan in houses for group in plan.groups]
    assert sum(counter.large for group in groups for counter in group.counters) == 34
    assert all(any(counter.large for counter in group.counters) for group in groups)


def test_bremen_opens_on_four_days_and_once_until_six() -> None:
    """R37, R38, R39: the late part is kept for employed people and then opens to all."""
    for plan in load_capacity(BREMEN, load(BREMEN)).offices.values():
        if plan.office == "bus":
            continue
        openings = [opening for group in plan.groups for opening in group.openings]
        assert len({opening.weekday for opening in openings}) >= 4
        late = [opening for opening in openings if opening.end == 18 * 60]
        assert late
        assert {opening.audience for opening in late} == {Audience.EMPLOYED}
        assert {opening.release_days for opening in late} == {plan.rules.reserved_release_days}


def test_video_is_offered_nowhere() -> None:
    """R88: off by default."""
    for plan in load_capacity(BREMEN, load(BREMEN)).offices.values():
        for group in plan.groups:
            assert all(Channel.VIDEO not in offer.channels for offer in group.offers)


def test_the_tiny_plan_reads_rules_closures_and_interpreters() -> None:
    plan = load_capacity(TINY, load(TINY))
    burg = plan.offices["burg"]
    assert (burg.rules.cut_off, burg.rules.building_cap, burg.rules.horizon_days) == (420, 5, 21)
    assert burg.groups[0].extra_openings[0].counter == 2
    assert burg.groups[0].closures[0].start is None
    assert [hours.language for hours in plan.interpreters] == ["ar"]
    assert {offer.concern for offer in plan.offices["tal"].groups[0].offers} == {
        "antrag",
        "notfall-geld",
    }


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            '    { concern = "geburt" },\n',
            "",
            "tiny/capacity.toml: offices.burg: no group offers “geburt” (in_person)",
        ),
        (
            'key = "tal-stube"',
            'key = "burg-saal"',
            "tiny/capacity.toml: offices: two groups have the same key",
        ),
        (
            'until = "18:00"',
            'until = "18:03"',
            (
                "tiny/capacity.toml: weeks.burg[2].until: "
                "“18:03” is no time of day in steps of 5 minutes"
            ),
        ),
        (
            'week = "tal"',
            'week = "berg"',
            "tiny/capacity.toml: offices.tal.groups[1].week: “berg” is not known",
        ),
        (
            "lock_before = 1",
            "lock_before = 3",
            "tiny/capacity.toml: offices.burg.rules.lock_before: ",
        ),
        (
            "counter = 2 }",
            "counter = 3 }",
            (
                "tiny/capacity.toml: offices.burg.groups[1].extra_openings[1].counter: "
                "the group has the counters 1 to 2"
            ),
        ),
    ],
)
def test_a_plan_that_cannot_be_is_refused(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    folder = tmp_path / "tiny"
    shutil.copytree(TINY, folder)
    text = (folder / "capacity.toml").read_text(encoding="utf-8")
    assert old in text
    (folder / "capacity.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_capacity(folder, load(folder))
    assert str(caught.value).startswith(sentence)


def test_the_bus_has_stops_of_every_week_and_two_counters() -> None:
    """R102, R105: two at least, or nobody could book there."""
    plan = load_capacity(BREMEN, load(BREMEN)).offices["bus"]
    assert [each.stop.day.weekday() for each in plan.tour] == [1, 2, 3]
    assert sum(len(group.counters) for group in plan.groups) >= 2
    assert not any(group.openings for group in plan.groups)
