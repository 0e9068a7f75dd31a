"""What people read, in both languages."""

from dataclasses import dataclass
from typing import Literal

from yellowcart.kit.errors import BadInput

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Wording:
    """One thing said in Chinese and in English."""

    zh: str
    en: str

    def say(self, language: str) -> str:
        """The text in `language`, "zh" or "en"; any other is refused."""
        if language == "zh":
            return self.zh
        if language == "en":
            return self.en
        raise BadInput("no such language", value=language, expected='"zh" or "en"')
