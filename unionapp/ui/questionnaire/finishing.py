"""Says what stands between a form and its end, goes there, and lets it end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from unionapp.forms.filling import Filling
from unionapp.forms.nodes import Node
from unionapp.ui.messages import Messages
from unionapp.ui.wording import tr


@dataclass(slots=True)
class Finishing:
    """Problems one by one, and the end.

    `commit` hands over what is being typed, `refresh` shows and counts everything anew, `toward`
    says which of some questions is next, `show_list` shows all that is open, `go` brings the
    keyboard to a question, `done` is called when nothing is in the way.
    """

    filling: Filling
    messages: Messages
    commit: Callable[[], None]
    refresh: Callable[[], None]
    toward: Callable[[Sequence[Node], int], Node]
    show_list: Callable[[], None]
    go: Callable[[Node], None]
    done: Callable[[], None]
    strict: bool = False
    """Somebody wanted to finish: blanks are reproached with wherever they are."""
    warned: bool = False
    """The open warnings were shown since the last change: finishing again passes them over."""

    def next_problem(self, by: int = 1) -> None:
        """Go to the next open problem after the keyboard, or to the one before."""
        self.commit()
        nodes = list(dict.fromkeys(one.node for one in self.filling.problems()))
        if nodes:
            self.go(self.toward(nodes, by))
        else:
            self.messages.info(tr("没有未解决的问题"))

    def finish(self) -> None:
        """Finish, or go to the first problem that stops it and say how many there are."""
        self.commit()
        self.strict = True
        problems = self.filling.problems()
        stops = [one for one in problems if one.stops]
        self.refresh()
        if stops:
            self.messages.info(tr("还有 {count} 处要更正才能完成", count=len(stops)))
            self.go(stops[0].node)
        elif problems and not self.warned:
            self.warned = True
            self.show_list()
            self.messages.info(
                tr(
                    "{count} 处提醒：接受并说明理由，或再按 Ctrl+Enter 照样完成",
                    count=len(problems),
                )
            )
        else:
            self.done()
