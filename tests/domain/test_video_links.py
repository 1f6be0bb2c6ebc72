"""Links of talks by video: https, for one customer alone, and fit to be typed from paper (R88)."""

import pytest

from backend.domain.rules import OfficeRules
from backend.domain.video_links import LONGEST, filled, is_link, is_template


@pytest.mark.parametrize(
    "text",
    ["https://video.example/a7k3", "https://v.example:8443/r?id=4&pwd=x%20y#join", "https://a.b"],
)
def test_a_link_is_a_protected_address(text: str) -> None:
    assert is_link(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "video.example/a", "http://video.example/a", "javascript:alert(1)", "https://",
        "https://localhost/a", "https://a..b/", "https://user:word@video.example/a",
        "https://video.example/a b", "https://video.example/\u202ea", "https://vidëo.example/",
        'https://video.example/"><script>', "https://video.example/\n", "https://[::1/",
        "https://video.example:port/", f"https://video.example/{'x' * LONGEST}", "HTTPS//a.b",
    ],
)  # fmt: skip
def test_anything_else_is_none(text: str) -> None:
    assert not is_link(text)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("https://video.example/{code}", True),
        ("https://video.example/r?room={code}", True),
        ("https://video.example/one-room-for-all", False),
        ("https://{code}.example/", False),
        ("https://video.example{code}/", False),
        ("https://video.example/{code}/{code}", False),
        ("http://video.example/{code}", False),
        ("{code}", False),
    ],
)
def test_a_template_has_one_code_behind_its_host(text: str, fits: bool) -> None:
    assert is_template(text) is fits


def test_the_code_fills_the_blank() -> None:
    assert filled("https://video.example/{code}", "a7k3") == "https://video.example/a7k3"


def test_no_office_has_a_template_at_first_and_an_odd_one_is_refused() -> None:
    assert OfficeRules().video_template == ""
    with pytest.raises(ValueError, match="video_template"):
        OfficeRules(video_template="https://video.example/")
