"""Does one whole working day on the real windows, with key events only.

`python -m unionapp.ui.day --out DIR` is what `dev.py run` does where there is no screen, and what
the whole-window test and the kill test run. It prints one JSON line for each thing that the window
has acknowledged: shown as saved, or printed. Whatever was acknowledged must survive a kill.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from unionapp.paths import DataDir
from unionapp.ui.day_form import household_form
from unionapp.ui.desktop import Desktop, make_application
from unionapp.ui.shell import page_key
from unionapp.ui.typist import Typist

RARE_NAME = "赵䶮𬱖"
EMPLOYER = "沈阳顺达即时配送有限公司"


class Day:
    """One worker, one day: visit, family, import, employer, member, hardship, form, bundle."""

    def __init__(self, desktop: Desktop, out: Path, *, pictures: bool, passphrase: str) -> None:
        self.desktop = desktop
        self.out = out
        self.pictures = pictures
        self.passphrase = passphrase
        self.typist = Typist()
        self._told = ""

    # --- telling

    def ack(self, what: str, **facts: object) -> None:
        """Print what the window has acknowledged, with the last change that is on the disk."""
        line = {"ack": what, "operation": self._last_operation(), **facts}
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
        sys.stdout.flush()

    def _last_operation(self) -> str:
        bench = self.desktop.bench
        if bench is None:
            return self._told
        with bench.desk.read() as reading:
            self._told = str(
                reading.scalar("SELECT id FROM operation ORDER BY seq DESC LIMIT 1") or ""
            )
        return self._told

    def picture(self, name: str) -> None:
        """Save what the window shows."""
        if not self.pictures:
            return
        self.typist.settle()
        window = self.desktop.shell or self.desktop.start_window
        if window is not None:
            window.grab().save(str(self.out / f"{name}.png"))

    # --- helpers for pages

    def page(self, key: str) -> Any:  # noqa: ANN401 - each page has parts of its own
        """Bring a page to the front by its key and return it."""
        shell = self.desktop.shell
        if shell is None:
            raise RuntimeError("no office is open")
        number = [entry.key for entry in shell.entries()].index(key) + 1
        self.typist.press(page_key(number))
        self.typist.wait(lambda: shell.current_key() == key, f"page {key}")
        page = shell.page(key)
        if page is None:
            raise RuntimeError(key)
        return page

    def idle(self) -> None:
        """Wait until nothing runs in the background."""
        self.typist.wait(lambda: not self.desktop.tasks.busy(), "the end of the work")
        self.typist.settle()

    def scalar(self, statement: str, *parameters: str) -> Any:  # noqa: ANN401 - one value
        """Return one value of the database, to wait for or to tell."""
        bench = self.desktop.bench
        if bench is None:
            raise RuntimeError("no office is open")
        with bench.desk.read() as reading:
            return reading.scalar(statement, parameters)

    # --- the day

    def begin(self) -> None:
        """Open the office; where there is none, make the sample patch with one key."""
        self.desktop.show_start()
        self.picture("00-start")
        if self.desktop.folder.database.exists():
            self.typist.line(self.passphrase)
        else:
            self.typist.press("1")
        self.typist.wait(lambda: self.desktop.shell is not None, "the window")
        self.idle()
        self.picture("01-today")
        self.ack("opened")

    def visit(self) -> None:
        """Record outcomes by digits, take one back, and make one whole visit."""
        page = self.page("matrix")
        self.typist.press("Ctrl+O")
        self.typist.type("1号楼")
        self.typist.press("Enter")
        self.typist.wait(page.door_id, "a building")
        self.picture("02-matrix")
        self.typist.press("1")
        self.ack("outcome", door=page.door_id())
        self.typist.press("Right", "2")
        self.ack("outcome", door=page.door_id())
        self.typist.press("Ctrl+Z")
        self.ack("taken back", door=page.door_id())
        self.typist.press("Up", "Enter")
        self.typist.press("1", "Enter", "Enter")
        self.ack("visit", door=page.door_id())
        self.typist.line("+3")
        self.typist.line("晚7点后")
        self.typist.type("本人夜班，下次带《入会申请书》")
        self.typist.press("Ctrl+Enter")
        self.ack("visit note", door=page.door_id())
        self.picture("03-visit")

    def family(self) -> str:
        """Add a person behind a door; the ID number fills sex and birth date. Returns the id."""
        page = self.page("matrix")
        self.typist.press("Enter")
        self.typist.press("F6")
        self.typist.line(RARE_NAME)
        self.ack("name", name=RARE_NAME)
        self.typist.line("210106199003079994")
        self.typist.line("14000001234")
        self.ack("person", name=RARE_NAME)
        self.picture("04-person")
        self.typist.press("Esc", "Esc")
        self.typist.wait(lambda: page.stack.currentWidget() is page.view, "the building")
        return str(
            self.scalar("SELECT id FROM person WHERE name = ? ORDER BY rid DESC LIMIT 1", RARE_NAME)
        )

    def take_in_workbook(self, workbook: Path) -> None:
        """Take in a workbook of employers: check first, then write."""
        page = self.page("importing")
        page.kind.setFocus()
        self.typist.press("3", "Enter")
        self.typist.press("Ctrl+A")
        self.typist.line(str(workbook))
        self.idle()
        self.picture("05-import")
        self.typist.press("F9")
        self.idle()
        self.ack("import", rows=self.scalar("SELECT count(*) FROM employer"))

    def employer(self) -> None:
        """Answer the four questions of one employer."""
        page = self.page("employers")
        self._find_in(page.list, EMPLOYER)
        self.typist.press("Enter")
        self.typist.press("2", "Enter")
        self.typist.line("劳动里街道工会联合会")
        self.typist.line("126")
        self.typist.line("31")
        self.typist.line("118")
        self.typist.line("0")
        self.typist.line("yjhyy")
        self.ack("employer", workers=126)
        self.picture("06-employer")
        self.typist.press("Esc")

    def member(self, person: str) -> Path:
        """Take a person from the application onto the roll and make the card."""
        page = self.page("people")
        self._find_in(page.list, RARE_NAME)
        self.typist.wait(
            lambda: page.panel.member is not None and page.panel.member.person.id == person,
            "the person",
        )
        self._step(page, "applied")
        self._step(page, "approved")
        self.picture("07-member")
        self.typist.press("F7")
        card = self.save_paper("member_card")
        self.picture("08-card")
        self.typist.press("Esc")
        return card

    def hardship(self) -> Path:
        """Open a hardship file, apply, decide by the rule in force, pay, and make the receipt."""
        page = self.page("hardship")
        self.typist.press("Ctrl+N")
        self.typist.type(RARE_NAME)
        self.typist.wait(lambda: page.new.table.rowCount() == 1, RARE_NAME)
        self.typist.press("Enter", "Enter")
        self.typist.wait(lambda: page.side.shown() is page.editor, "the file")
        self.ack("hardship file")
        self.typist.press("Enter")
        for figure in ("4", "30000", "2600", ""):
            self.typist.line(figure)
        self.typist.press("1", "Enter")
        self.typist.line("患重特大疾病")
        self.typist.press("Enter", "Enter")
        self.typist.type("入户查看住房和车辆，四种情形都没有")
        self.typist.press("Ctrl+Return")
        self.ack("hardship facts")
        self.typist.press("Esc")
        self.typist.wait(lambda: page.side.shown() is page.panel, "the assessment")
        self.picture("09-hardship")
        for state in ("open", "granted"):
            self._case_step(page, state)
        self._approve_on_paper(page)
        self.typist.press("F9", "Enter", "Enter", "Enter", "Enter")
        self.typist.wait(lambda: page.side.shown() is page.paper, "the receipt")
        self.ack("receipt", number=self.scalar("SELECT max(number) FROM receipt"))
        self.picture("10-receipt")
        receipt = self.save_paper("aid_receipt")
        self.typist.press("Esc")
        return receipt

    def _approve_on_paper(self, page: Any) -> None:  # noqa: ANN401 - the page of hardship
        """Make the approval sheet: nothing is paid before it was."""
        self.typist.press("F9")
        self.typist.wait(lambda: page.paper.view.pages > 0, "the approval sheet")
        self.picture("10-approval")
        self.save_paper("approval_sheet")
        self.typist.press("Esc")
        self.typist.wait(lambda: page.panel.standing.paper is None, "the approval")

    def _case_step(self, page: Any, state: str) -> None:  # noqa: ANN401 - the page of hardship
        """Take the case that is shown one step further."""
        self.typist.press("F9")
        self.typist.wait(
            lambda: (
                page.panel.standing.case is not None and page.panel.standing.case.state == state
            ),
            state,
        )
        self.ack(f"case {state}", case=page.panel.standing.case.number)

    def _step(self, page: Any, event: str) -> None:  # noqa: ANN401 - the page of people
        """Take the membership that is shown one step further."""
        before = len(page.panel.member.events)
        self.typist.press("F9", "Ctrl+Return")
        self.typist.wait(
            lambda: (
                len(page.panel.member.events) > before
                and page.panel.member.events[-1].event == event
            ),
            event,
        )
        self.ack(event, person=page.panel.member.person.id)

    def save_paper(self, name: str) -> Path:
        """Save the paper that is shown as PDF; what is acknowledged was committed before."""
        file = self.out / f"{name}.pdf"
        self.typist.press("S", "Ctrl+A")
        self.typist.line(str(file))
        self.typist.wait(file.exists, str(file))
        self.idle()
        self.ack("paper", file=file.name)
        return file

    def _find_in(self, pane: Any, text: str) -> None:  # noqa: ANN401 - a list with a search field
        self.typist.press("Ctrl+F", "Ctrl+A")
        self.typist.type(text)
        self.typist.press("Enter")
        self.typist.wait(lambda: pane.table.rowCount() == 1, text)
        self.typist.settle()

    def exchange(self) -> Path:
        """Enrol at the hub, if that is still to be done, and carry the day's bundle there."""
        page = self.page("exchange")
        page.folder.setFocus()
        self.typist.press("Ctrl+A")
        self.typist.type(str(self.out))
        state = page.state.text()
        if not page.export.isEnabled():
            self.typist.press("F6")
            self.idle()
            request = self._newest("登记申请")
            self.ack("request", file=request.name)
            reply = self._enrol(request)
            page.folder.setFocus()
            self.typist.press("Ctrl+A")
            self.typist.type(str(reply))
            self.typist.press("F7")
            self.idle()
            self.typist.wait(page.export.isEnabled, f"the enrolment: {page.said.text()} {state}")
            self.ack("enrolled")
        self.typist.press("F5")
        self.idle()
        self.picture("11-exchange")
        bundle = self._newest("数据包")
        self.ack("bundle", file=bundle.name)
        return bundle

    def _newest(self, name: str) -> Path:
        found = sorted(self.out.glob(f"{name}-*"), key=lambda one: one.stat().st_mtime)
        if not found:
            raise RuntimeError(name)
        return found[-1]

    def _enrol(self, request: Path) -> Path:
        """Be the hub for a moment: its machine is another one."""
        from unionapp.cli import run

        hub = f"sqlite:///{self.out / 'hub.db'}"
        reply = self.out / "市里的回复.ghb"
        if not (self.out / "hub.db").exists():
            _must(run(["hub", "init", "--hub", hub]))
        _must(run(["hub", "enrol", str(request), "--out", str(reply), "--hub", hub]))
        return reply

    def lock(self) -> None:
        """Lock the window; the database is closed and its key is gone."""
        self.typist.press("Ctrl+L")
        self.typist.wait(lambda: self.desktop.start_window is not None, "the lock")
        self.picture("12-locked")


def _must(status: int) -> None:
    if status:
        raise RuntimeError(f"the hub answered {status}")


def make_workbook(file: Path) -> None:
    """Write the list of employers that the office sent by mail."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.append(["2026年11月用人单位排查表"])
    sheet.append(["单位名称", "统一社会信用代码", "地址", "联系人", "电话", "职工数", "女职工数"])
    sheet.append([EMPLOYER, "", "劳动里街道和顺街18号", "孙丽", "14000002233", 120, 30])
    sheet.append(
        ["沈阳和顺家政服务中心", "", "劳动里街道和顺街20号", "周敏", "14000002234", 18, 15]
    )
    book.save(file)


def whole_day(day: Day) -> list[Path]:
    """Do everything once; returns the files that were made."""
    workbook = day.out / "用人单位.xlsx"
    make_workbook(workbook)
    day.begin()
    day.visit()
    person = day.family()
    day.take_in_workbook(workbook)
    day.employer()
    made = [day.member(person), day.hardship()]
    made += household_form(day, RARE_NAME)
    made.append(day.exchange())
    day.lock()
    return made


def main(words: Sequence[str] | None = None) -> int:
    """Run the day; `--data` keeps the office that is there, else a sample patch is made."""
    parser = argparse.ArgumentParser(prog="python -m unionapp.ui.day")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--data", type=Path, default=None)
    parser.add_argument("--no-pictures", action="store_true")
    arguments = parser.parse_args(words)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    out: Path = arguments.out.absolute()
    out.mkdir(parents=True, exist_ok=True)
    data = arguments.data or out / "data"
    return _run(DataDir(data), out, pictures=not arguments.no_pictures)


def _run(folder: DataDir, out: Path, *, pictures: bool) -> int:
    from unionapp import app, settings
    from unionapp.services.sample import PASSPHRASE

    os.environ.setdefault("UNIONAPP_PASSPHRASE", PASSPHRASE)
    application = make_application(settings.defaults())
    desktop = Desktop(folder, app.start_port(), app.ports(folder))
    day = Day(desktop, out, pictures=pictures, passphrase=os.environ["UNIONAPP_PASSPHRASE"])
    failed: list[str] = []
    desktop.tasks.crashed.connect(failed.append)
    made = _guarded(lambda: whole_day(day), day)
    desktop.leave()
    desktop.tasks.shutdown()
    application.closeAllWindows()
    for file in made:
        sys.stdout.write(f"{file}\n")
    for text in failed:
        sys.stderr.write(text)
    return 1 if failed else 0


def _guarded(work: Callable[[], list[Path]], day: Day) -> list[Path]:
    """Run the day; where it gets stuck, keep a picture of the window as it stood."""
    try:
        return work()
    except Exception:
        day.pictures = True
        day.picture("stuck")
        raise


if __name__ == "__main__":
    sys.exit(main())
