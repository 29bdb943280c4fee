"""Photos, papers and drawings: chosen, pasted, dragged, drawn; what is kept of them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.questionnaire.controls_bench import Bench
from unionapp.ui.questionnaire.controls import pictures
from unionapp.ui.questionnaire.controls.attachment import Attachment
from unionapp.ui.questionnaire.controls.brought import MOST_BYTES
from unionapp.ui.questionnaire.controls.drawing import Drawing

Opened = Callable[..., Bench]
ORIENTATION, MAKER = 0x0112, 0x010F


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    kept: list[Bench] = []

    def opened(kind: str, look: str = "", readonly: str = "", parameters: str = "") -> Bench:
        survey = [
            ("type", "name", "label", "appearance", "read_only", "parameters"),
            (kind, "q", "材料", look, readonly, parameters),
            ("text", "next", "下一题", "", "", ""),
        ]
        made = Bench(tmp_path, {"survey": survey})
        kept.append(made)
        made.open(qtbot, "q")
        return made

    yield opened
    for one in kept:
        one.close()


def attachment(form: Bench) -> Attachment:
    made = form.control("q")
    assert isinstance(made, Attachment)
    return made


def drawing(form: Bench) -> Drawing:
    made = form.control("q")
    assert isinstance(made, Drawing)
    return made


def photo(file: Path, size: tuple[int, int] = (3000, 2000), turned: int = 6) -> Path:
    """A camera's photo that lies on its side, red at the left."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 4, size[1]))
    notes = Image.Exif()
    notes[ORIENTATION], notes[MAKER] = turned, "Somebody's phone"
    image.save(file, exif=notes)
    return file


def kept_image(form: Bench) -> Image.Image:
    return Image.open(io.BytesIO(form.files.kept[form.value("q")]))


def wait(qtbot: QtBot, form: Bench) -> None:
    qtbot.waitUntil(lambda: not form.tasks.busy())


def test_a_photo_is_made_small_upright_and_tells_nothing(
    qtbot: QtBot, bench: Opened, tmp_path: Path
) -> None:
    form = bench("image")
    attachment(form).take(photo(tmp_path / "户口本.jpg"))
    assert attachment(form).busy
    wait(qtbot, form)
    kept = kept_image(form)
    assert (form.value("q"), kept.format, kept.size) == ("户口本-1.jpg", "JPEG", (1066, 1600))
    assert dict(kept.getexif()) == {}
    assert b"Somebody" not in form.files.kept["户口本-1.jpg"]
    red, _green, blue = kept.getpixel((500, 100))  # type: ignore[misc] # three colours
    assert red > 200 > blue


def test_a_small_photo_is_not_made_larger(qtbot: QtBot, bench: Opened, tmp_path: Path) -> None:
    form = bench("image")
    attachment(form).take(photo(tmp_path / "a.jpg", (300, 200), turned=1))
    wait(qtbot, form)
    assert kept_image(form).size == (300, 200)


def test_transparent_parts_stay(qtbot: QtBot, bench: Opened, tmp_path: Path) -> None:
    form = bench("image")
    Image.new("RGBA", (40, 30), (255, 0, 0, 0)).save(tmp_path / "a.png")
    attachment(form).take(tmp_path / "a.png")
    wait(qtbot, form)
    assert (kept_image(form).format, kept_image(form).getpixel((3, 3))) == ("PNG", (255, 0, 0, 0))


def test_a_picture_is_pasted_by_its_key(qtbot: QtBot, bench: Opened) -> None:
    form = bench("image")
    image = QImage(50, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("green"))
    QGuiApplication.clipboard().setImage(image)
    qtbot.keyClick(attachment(form).surface, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    wait(qtbot, form)
    assert (form.value("q"), kept_image(form).size) == ("照片-1.jpg", (50, 40))


def test_nothing_to_paste_is_said(qtbot: QtBot, bench: Opened) -> None:
    form = bench("image")
    data = QMimeData()
    data.setText("不是图片")
    QGuiApplication.clipboard().setMimeData(data)
    qtbot.keyClick(attachment(form).surface, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [one.code for one in form.messages.problems_said] == ["answer_file.nothing_to_paste"]


def test_a_file_is_dragged_or_chosen(qtbot: QtBot, bench: Opened, tmp_path: Path) -> None:
    form = bench("file")
    paper = tmp_path / "合同.pdf"
    paper.write_bytes(b"%PDF-1.7")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(paper))])
    attachment(form).surface.brought.emit(data)
    wait(qtbot, form)
    assert (form.value("q"), form.files.kept["合同-1.pdf"]) == ("合同-1.pdf", b"%PDF-1.7")
    attachment(form).ask_open = lambda: str(paper)
    qtbot.keyClick(attachment(form).surface, Qt.Key.Key_Space)
    wait(qtbot, form)
    assert form.value("q") == "合同-2.pdf"
    qtbot.keyClick(attachment(form).surface, Qt.Key.Key_Delete)
    assert form.value("q") == ""
    qtbot.keyClick(attachment(form).surface, Qt.Key.Key_Return)
    assert form.ended == ["q"]


@pytest.mark.parametrize(
    ("kind", "content", "code"),
    [
        ("image", b"no picture", "answer_file.not_an_image"),
        ("audio", b"\0" * (MOST_BYTES + 1), "answer_file.too_large"),
        ("file", None, "answer_file.unreadable"),
    ],
)
def test_what_cannot_be_kept_is_said_and_the_answer_stays(
    qtbot: QtBot, bench: Opened, tmp_path: Path, kind: str, content: bytes | None, code: str
) -> None:
    form = bench(kind)
    form.say("q", "老.jpg")
    file = tmp_path / "新.jpg"
    if content is not None:
        file.write_bytes(content)
    attachment(form).take(file)
    wait(qtbot, form)
    assert [one.code for one in form.messages.problems_said] == [code]
    assert (form.value("q"), attachment(form).busy) == ("老.jpg", False)


def test_a_readonly_file_can_be_saved_but_not_changed(
    qtbot: QtBot, bench: Opened, tmp_path: Path
) -> None:
    form = bench("file", readonly="true()")
    form.files.kept["a.pdf"] = b"%PDF"
    form.say("q", "a.pdf")
    made = attachment(form)
    made.ask_open = lambda: pytest.fail("it cannot be changed")
    qtbot.keyClick(made.surface, Qt.Key.Key_Space)
    qtbot.keyClick(made.surface, Qt.Key.Key_Delete)
    assert (form.value("q"), made.choose_button.isVisible()) == ("a.pdf", False)
    made.ask_save = lambda _name: str(tmp_path / "b.pdf")
    made.save_button.click()
    assert (tmp_path / "b.pdf").read_bytes() == b"%PDF"
    assert form.messages.said == ["已另存为 b.pdf"]


def stroke(qtbot: QtBot, form: Bench, *points: tuple[int, int]) -> None:
    pad = drawing(form).pad
    qtbot.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(*points[0]))
    for point in points[1:]:
        qtbot.mouseMove(pad, QPoint(*point))
    qtbot.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(*points[-1]))


def dark(form: Bench) -> int:
    """How many points of the kept drawing are ink."""
    return sum(one < 100 for one in kept_image(form).convert("L").tobytes())


def test_a_signature_is_kept_on_enter(qtbot: QtBot, bench: Opened) -> None:
    form = bench("image", "signature")
    stroke(qtbot, form, (50, 50), (100, 90), (150, 50), (200, 90))
    assert form.answers == []
    qtbot.keyClick(drawing(form).pad, Qt.Key.Key_Return)
    assert (form.value("q"), form.ended) == ("签名-1.png", ["q"])
    assert (kept_image(form).format, dark(form) > 500) == ("PNG", True)


def test_a_signature_is_kept_when_the_focus_leaves(qtbot: QtBot, bench: Opened) -> None:
    form = bench("image", "signature")
    stroke(qtbot, form, (50, 50), (100, 90))
    qtbot.keyClick(drawing(form).pad, Qt.Key.Key_Tab)
    assert form.value("q") == "签名-1.png"
    drawing(form).commit()
    assert list(form.files.kept) == ["签名-1.png"]


def test_strokes_are_taken_back_and_cleared_by_keys(qtbot: QtBot, bench: Opened) -> None:
    form = bench("image", "draw")
    pad = drawing(form).pad
    stroke(qtbot, form, (50, 50), (300, 50))
    stroke(qtbot, form, (50, 90), (300, 90))
    drawing(form).commit()
    both = dark(form)
    qtbot.keyClick(pad, Qt.Key.Key_Delete)
    assert form.value("q") == ""
    stroke(qtbot, form, (50, 50), (300, 50))
    stroke(qtbot, form, (50, 90), (300, 90))
    qtbot.keyClick(pad, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    drawing(form).commit()
    assert 0 < dark(form) < both * 0.7
    stroke(qtbot, form, (50, 120), (300, 120))
    qtbot.keyClick(pad, Qt.Key.Key_Delete)
    assert not pad.is_dirty


def test_a_photo_is_marked_on(qtbot: QtBot, bench: Opened, tmp_path: Path) -> None:
    form = bench("image", "annotate")
    Image.new("RGB", (600, 400), "yellow").save(tmp_path / "a.png")
    attachment(form).take(tmp_path / "a.png")
    wait(qtbot, form)
    assert dark(form) == 0
    stroke(qtbot, form, (100, 180), (400, 180))
    qtbot.keyClick(drawing(form).pad, Qt.Key.Key_Return)
    assert (form.value("q"), kept_image(form).size) == ("绘图-2.jpg", (600, 400))
    red, _green, blue = kept_image(form).convert("RGB").getpixel((50, 50))  # type: ignore[misc] # three colours
    assert red > 200 > blue
    assert dark(form) > 300


def test_undo_brings_the_earlier_drawing_back_to_the_paper(qtbot: QtBot, bench: Opened) -> None:
    form = bench("image", "signature")
    stroke(qtbot, form, (50, 50), (100, 90))
    drawing(form).commit()
    qtbot.keyClick(drawing(form).pad, Qt.Key.Key_Delete)
    assert (form.value("q"), drawing(form).pad.picture) == ("", None)
    undone = form.filling.undo()
    assert undone is not None
    form.refresh(undone.changed)
    assert (form.value("q"), drawing(form).pad.picture is None) == ("签名-1.png", False)


def test_a_readonly_paper_takes_no_ink(qtbot: QtBot, bench: Opened) -> None:
    form = bench("image", "signature", "true()")
    stroke(qtbot, form, (50, 50), (100, 90))
    drawing(form).commit()
    assert form.answers == []


@pytest.mark.parametrize(("size", "longest"), [((4000, 10), 1600), ((10, 4000), 1600), ((1, 1), 5)])
def test_thin_pictures_keep_a_side(size: tuple[int, int], longest: int) -> None:
    out = io.BytesIO()
    Image.new("RGB", size).save(out, "PNG")
    content, suffix = pictures.fitted(out.getvalue(), "a.png", longest)
    made = Image.open(io.BytesIO(content))
    assert (suffix, max(made.size) <= longest, min(made.size) >= 1) == ("jpg", True, True)


def test_the_window_goes_away_while_a_photo_is_made_small(
    qtbot: QtBot, bench: Opened, tmp_path: Path
) -> None:
    form = bench("image")
    made = attachment(form)
    made.take(photo(tmp_path / "a.jpg"))
    form.controls.clear()
    made.setParent(None)
    made.deleteLater()
    QApplication.processEvents()
    wait(qtbot, form)
    assert form.messages.problems_said == []
