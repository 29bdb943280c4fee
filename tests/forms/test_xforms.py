"""XForms that other tools made: relative paths, inline choices, binds by id, other roots."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

import pytest

from tests.forms.desk import NOW
from unionapp.errors import UserError
from unionapp.forms.form import Form, Surrounding
from unionapp.forms.load import check_file, load
from unionapp.forms.snapshot import snapshot

XFORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa">
<h:head><h:title>Visit</h:title><model>
 <instance><visit xmlns="urn:visit" id="v" version="2">
   <who>
   </who><met/><g><why/></g><row><n/></row><twice/>
 </visit></instance>
 <bind id="w" nodeset="/visit/who" type="xsd:string" required="true()"/>
 <bind nodeset="/visit/g" relevant="/visit/met = 'no'"/>
 <bind nodeset="/visit/twice" calculate="pulldata('people', 'age', 'name', /visit/who) * 2"/>
 <itext><translation lang="en"><text id="who"><value>Who?</value></text></translation></itext>
</model></h:head>
<h:body>
 <input bind="w"><label ref='jr:itext("who")'/></input>
 <select1 ref="/visit/met"><label>Met?</label>
  <item><label>Yes</label><value>yes</value></item>
  <item><label>No <output ref="/visit/who"/></label><value>no</value></item></select1>
 <group><label>Loose</label><group ref="/visit/g"><input ref="why"><label>Why?</label></input>
 </group></group>
 <repeat nodeset="/visit/row"><input ref="n"><label>N</label></input></repeat>
</h:body></h:html>
"""


def form_of(folder: Path, text: str = XFORM) -> Form:
    (folder / "people.csv").write_text("name,age\nAnn,40\n", "utf-8")
    (folder / "form.xml").write_text(text, "utf-8")
    loaded = load(folder / "form.xml")
    around = Surrounding(NOW, UTC, lambda: "1")
    return Form(loaded.definition, around, graph=loaded.graph)


def test_an_xform_of_another_tool_opens(tmp_path: Path) -> None:
    form = form_of(tmp_path)
    for path, text in (("who", "Ann"), ("met", "no"), ("g/why", "away"), ("row[1]/n", "3")):
        node = form.node(f"/visit/{path}")
        assert node is not None
        assert node.spec.control is not None, path
        form.set(node, text)
    state = snapshot(form, "end")
    assert state["instance"] == (
        '<visit id="v" version="2"><who>Ann</who><met>no</met><g><why>away</why></g>'
        "<row><n>3</n></row><twice>80</twice></visit>"
    )
    met = form.root.kids["met"][0]
    assert [one.label for one in form.choices(met)] == ["Yes", "No Ann"]
    assert form.is_required(form.root.kids["who"][0])


@pytest.mark.parametrize(
    "text",
    [
        "<h:html",
        "<a/>",
        "<!DOCTYPE a []>" + XFORM,
        XFORM.replace('calculate="pull', 'calculate="((pull'),
        XFORM.replace("/visit/met = 'no'", "/visit/g/why = ''"),
    ],
)
def test_an_xform_with_a_fault_says_so(tmp_path: Path, text: str) -> None:
    with pytest.raises(UserError):
        form_of(tmp_path, text)
    assert check_file(tmp_path / "form.xml")
