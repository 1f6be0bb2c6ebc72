"""What is wrong with a content folder, said so that an editor can mend it."""


class ContentError(Exception):
    """The file, the key within it and the reason, as in `minutes: 17 is no multiple of 5`."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(f"{file}: {key}: {reason}" if key else f"{file}: {reason}")
        self.file = file
        self.key = key
        self.reason = reason
