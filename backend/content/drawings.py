"""Reads an SVG drawing of the content; lets in shapes and colours, nothing that acts or loads."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

from backend.content.errors import ContentError

SVG = "{http://www.w3.org/2000/svg}"
LARGEST = 20_000
"""Characters: the logo is read on old phones too."""
SHAPES = set(
    "svg g defs title desc path rect circle ellipse line polyline polygon text tspan "
    "linearGradient radialGradient stop clipPath mask".split()
)
ATTRIBUTES = set(
    "id width height viewBox version preserveAspectRatio x y x1 y1 x2 y2 cx cy r rx ry fx fy d "
    "points transform fill fill-rule fill-opacity stroke stroke-width stroke-linecap "
    "stroke-linejoin stroke-dasharray stroke-opacity stroke-miterlimit opacity offset stop-color "
    "stop-opacity gradientUnits gradientTransform clip-path clip-rule clipPathUnits mask maskUnits "
    "font-family font-size font-weight text-anchor".split()
)
INNER = re.compile(r"url\(#[\w-]+\)")


def read_drawing(folder: Path, name: str) -> str:
    """The text of the file; `ContentError` when it is no plain drawing."""
    file = f"{folder.name}/{name}"
    if not re.fullmatch(r"[\w-]+\.svg", name):
        raise ContentError(f"{folder.name}/theme.toml", "logo", "names an .svg file beside it")
    try:
        text = (folder / name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise ContentError(file, "", "this file is missing") from None
    if len(text) > LARGEST:
        raise ContentError(file, "", f"a drawing has at most {LARGEST} characters")
    if "<!" in re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL) or "<?" in text[5:]:
        raise ContentError(file, "", "a drawing has no DOCTYPE, no entities and no instructions")
    try:
        root = ET.fromstring(text)  # noqa: S314 - entities were refused above
    except ET.ParseError as fault:
        raise ContentError(file, "", f"this is no SVG: {fault}") from None
    if root.tag != f"{SVG}svg" or not root.get("viewBox"):
        raise ContentError(file, "", "a drawing begins with <svg> and has a viewBox")
    for element in root.iter():
        _check(file, element)
    return text


def _check(file: str, element: ET.Element) -> None:
    shape = str(element.tag).removeprefix(SVG)
    if shape not in SHAPES:
        raise ContentError(file, shape, "this element may not stand in a drawing")
    for name, value in element.attrib.items():
        if name not in ATTRIBUTES:
            raise ContentError(file, f"{shape} {name}", "this attribute may not stand in a drawing")
        if "url(" in value and not INNER.fullmatch(value.strip()):
            raise ContentError(file, f"{shape} {name}", "a drawing refers to nothing outside")
