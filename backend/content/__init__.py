"""Reads `content/**`: one folder is one Jobcenter. Errors name the file, the key and the reason."""

from backend.content.capacity import load_capacity
from backend.content.errors import ContentError
from backend.content.facts import (
    Block,
    Concern,
    Content,
    Document,
    DocumentUse,
    Form,
    Helpline,
    Hours,
    InterpreterLanguage,
    Jobcenter,
    Language,
    Link,
    Neighbour,
    Office,
    Page,
    SpecialWay,
)
from backend.content.folders import Edits, Folder, Raw
from backend.content.loader import check, check_loaded, load
from backend.content.media import Media, Recording
from backend.content.sentences import sentences, texts_at, texts_of
from backend.content.texts import Sentence
from backend.content.theme import Colours, Theme
from backend.domain.capacity import Capacity
from backend.domain.responsibility import Responsibility

__all__ = [
    "Block",
    "Capacity",
    "Colours",
    "Concern",
    "Content",
    "ContentError",
    "Document",
    "DocumentUse",
    "Edits",
    "Folder",
    "Form",
    "Helpline",
    "Hours",
    "InterpreterLanguage",
    "Jobcenter",
    "Language",
    "Link",
    "Media",
    "Neighbour",
    "Office",
    "Page",
    "Raw",
    "Recording",
    "Responsibility",
    "Sentence",
    "SpecialWay",
    "Theme",
    "check",
    "check_loaded",
    "load",
    "load_capacity",
    "sentences",
    "texts_at",
    "texts_of",
]
