"""How a design is looked at: which side, which of its pages, with which values."""

from __future__ import annotations

from dataclasses import dataclass

from unionapp.ui.design.geometry import Thing


@dataclass(frozen=True, slots=True)
class View:
    """A side and, where a long table fills several `pages`, a page of it, both from 0.

    `worst` takes the longest values that must still fit, `under`
    lays the scan below.
    """

    side: int = 0
    page: int = 0
    pages: int = 1
    worst: bool = False
    under: bool = False

    @property
    def is_further(self) -> bool:
        """Whether it is a page on which a table goes on."""
        return self.page > 0

    @property
    def is_last(self) -> bool:
        """Whether no page of the side follows."""
        return self.page == self.pages - 1

    def shows(self, thing: Thing) -> bool:
        """Say whether an object stands on the page; one that is on no known page stands on all."""
        known = {
            "first": not self.is_further,
            "further": self.is_further,
            "last": self.is_last,
            "not_last": not self.is_last,
        }
        return known.get(str(thing.get("on")), True)


USUAL = View()
