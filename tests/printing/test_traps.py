"""One test for each trap that was found when the printing libraries were measured.

That Qt keeps its references to None is tested in tests/test_dependencies.py.
"""

from __future__ import annotations

import io
import subprocess
import sys

import pytest

from tests.printing import papers
from unionapp.errors import UserError
from unionapp.printing import documents, preview, spool, stocks


@pytest.mark.parametrize("reader", papers.READERS)
@pytest.mark.parametrize("document", ["member_card", "aid_receipt"])
def test_characters_above_the_first_plane_read_back_as_themselves(
    document: str, reader: str
) -> None:
    pdf = papers.paper(document, papers.RARE).pdf
    assert papers.RARE in papers.READERS[reader](pdf)


def test_a_missing_glyph_is_refused_with_its_name_and_code_point() -> None:
    with pytest.raises(UserError) as caught:
        papers.paper("member_card", "王𠀀")
    (problem,) = caught.value.problems
    assert problem.code == "printing.no_glyph"
    assert problem.where == "1 王𠀀"
    assert problem.detail["field"] == "person.name"
    assert problem.detail["character"] == "𠀀"
    assert problem.detail["code_point"] == "U+20000"


@pytest.mark.parametrize("reader", papers.READERS)
@pytest.mark.parametrize("document", papers.DOCUMENTS)
def test_no_blank_glyph_stands_in_extracted_text(document: str, reader: str) -> None:
    text = papers.READERS[reader](papers.paper(document, papers.RARE).pdf)
    assert "\x00" not in text
    assert "\ufffd" not in text


@pytest.mark.parametrize("document", papers.DOCUMENTS)
def test_every_font_is_one_of_ours_and_embedded(document: str) -> None:
    fonts = papers.embedded_fonts(papers.paper(document, papers.RARE).pdf)
    assert fonts
    assert all(fonts.values())
    assert all(name.partition("+")[2].startswith("GH") for name in fonts)


def test_streams_are_not_written_as_ascii85() -> None:
    import pikepdf

    pdf = papers.paper("member_card").pdf
    with pikepdf.open(io.BytesIO(pdf)) as document:
        streams = [one for one in document.objects if isinstance(one, pikepdf.Stream)]
        filters = " ".join(str(stream.get("/Filter")) for stream in streams)
    assert "/FlateDecode" in filters
    assert "ASCII85" not in filters


def test_qr_codes_do_not_come_from_the_slow_widget() -> None:
    program = (
        "import sys\n"
        "from tests.printing import papers\n"
        "papers.paper('member_card')\n"
        "print('segno' in sys.modules, 'reportlab.graphics' in sys.modules)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == ["True", "False"]


def test_a_paper_that_the_printer_lacks_is_refused_before_the_job() -> None:
    asked: list[str] = []

    def queue(command: object, stdin: bytes) -> subprocess.CompletedProcess[bytes]:
        assert isinstance(command, tuple)
        asked.append(command[0])
        return subprocess.CompletedProcess(command, 0, b"PageSize/Media Size: *Letter A4 A5\n", b"")

    with pytest.raises(UserError) as caught:
        spool.print_with_cups(b"%PDF-", stocks.load("cr80"), "Office", run=queue)
    (problem,) = caught.value.problems
    assert problem.code == "printing.unsupported_paper"
    assert (problem.detail["width"], problem.detail["height"]) == ("85.6", "54")
    assert "lp" not in asked


def test_a_gradient_inside_a_form_needs_no_shading_and_shows() -> None:
    import pikepdf

    pdf = papers.paper("member_card").pdf
    with pikepdf.open(io.BytesIO(pdf)) as document:
        streams = [one for one in document.objects if isinstance(one, pikepdf.Stream)]
        forms = [stream for stream in streams if stream.get("/Subtype") == "/Form"]
        assert len(forms) == 2
        assert not any(b"/Sh" in form.read_bytes() for form in forms)
    page = preview.render_page(pdf, 0, dpi=100)
    row = page.rgb[page.stride * (page.height - 3) :]
    left, right = row[30], row[3 * (page.width - 10)]
    assert left > right + 40


def test_a_subset_is_tagged_by_what_it_holds() -> None:
    # Two files that are merged must not carry one tag for different subsets.
    one = set(papers.embedded_fonts(papers.paper("member_card", "丁一").pdf))
    two = set(papers.embedded_fonts(papers.paper("member_card", "马腾").pdf))
    assert not any("AAAAA" in name for name in one | two)
    assert {name for name in one if "Bold" in name}.isdisjoint(two)


def test_equal_input_gives_equal_bytes_in_every_process() -> None:
    program = (
        "from tests.printing import papers\n"
        "print(papers.paper('aid_receipt', papers.LONG).sha256)\n"
    )
    here = papers.paper("aid_receipt", papers.LONG)
    there = {
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert there == {here.sha256}


def test_the_file_bears_the_day_of_its_record() -> None:
    import pypdf

    pdf = papers.paper("aid_receipt").pdf
    metadata = pypdf.PdfReader(io.BytesIO(pdf)).metadata
    assert metadata is not None
    assert metadata.creation_date is not None
    assert metadata.creation_date.date() == papers.ISSUED


def test_a_jpeg_passes_into_the_file_as_it_is() -> None:
    import pikepdf

    photo = papers.photo()
    record = papers.record(person__photo=photo)
    pdf = documents.render("member_card", [record], issued=papers.ISSUED).pdf
    with pikepdf.open(io.BytesIO(pdf)) as document:
        images = [
            one
            for one in document.objects
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"
        ]
        assert [image.read_raw_bytes() for image in images] == [photo]
