"""The reports of a class, read by parsers that are not ours. Arguments: the gradebook, and
how many tests came before.

Prints TAP. Every student has a report in every format; each is what its format says; all
agree on marks; and nothing that a student wrote is more than text in any.
"""

import base64
import csv
import glob
import html.parser
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as xml

import jsonschema

book = sys.argv[1]
here = os.path.dirname(os.path.abspath(__file__))
number = int(sys.argv[2])  # of tests before these


def check(name, act):
    """One test. `act` fails by an exception; a sentence says what it wants to be left out for."""
    global number
    number += 1
    try:
        missing = act()
        print(f"ok {number} - {name}" + (f" # SKIP {missing}" if missing else ""))
    except Exception as error:  # each is a test that failed
        print(f"not ok {number} - {name}")
        print("\n".join("# " + line for line in f"{type(error).__name__}: {error}".splitlines()[:20]))


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def rows(name):
    with open(f"{book}/{name}", newline="", encoding="utf-8") as file:
        return list(csv.reader(file, strict=True))


assignment = load(f"{book}/assignment.json")
keys = [student["key"] for student in assignment["students"]]
records = {key: load(f"{book}/records/{key}.json") for key in keys}
unjudged = {key for key, record in records.items()
            if any(entry["verdict"] == "JE" for entry in record["exercises"])}

text, number_type = {"type": "string"}, {"type": "number"}
visibility = {"enum": ["hidden", "after_due_date", "after_published", "visible"]}
form = {"enum": ["text", "html", "simple_format", "md", "ansi"]}


def closed(required, **properties):
    return {"type": "object", "required": required, "properties": properties,
            "additionalProperties": False}


schemas = {
    "gradescope": closed(
        ["tests"], score=number_type, execution_time=number_type, output=text,
        output_format=form, test_output_format=form, test_name_format=form,
        visibility=visibility, stdout_visibility=visibility, extra_data={"type": "object"},
        leaderboard={"type": "array"},
        tests={"type": "array", "items": closed(
            [], score=number_type, max_score=number_type,
            status={"enum": ["passed", "failed"]}, name=text, name_format=form, number=text,
            output=text, output_format=form, tags={"type": "array", "items": text},
            visibility=visibility, extra_data={"type": "object"})}),
    "github": closed(
        ["version", "status", "max_score", "tests"], version={"const": 1},
        status={"enum": ["pass", "fail", "error"]}, max_score=number_type,
        tests={"type": "array", "items": closed(
            ["name", "status", "score"], name=text,
            status={"enum": ["pass", "fail", "error"]}, message=text, test_code=text,
            filename=text, line_no={"type": "integer"}, execution_time=text,
            score=number_type)}),
    "check50": closed(
        ["slug", "results", "version"], slug=text, version=text,
        results={"type": "array", "items": closed(
            ["name", "description", "passed", "log", "cause", "data", "dependency"],
            name=text, description=text, passed={"type": ["boolean", "null"]},
            log={"type": "array", "items": text},
            cause={"oneOf": [{"type": "null"}, {**closed(
                ["rationale", "help"], rationale=text, help={"type": ["string", "null"]},
                expected=text, actual=text),
                "dependencies": {"expected": ["actual"], "actual": ["expected"]}}]},
            data={"type": "object"}, dependency={"type": ["string", "null"]})}),
    "prairielearn": closed(
        ["score", "gradable"], score={"type": "number", "minimum": 0, "maximum": 1},
        gradable={"type": "boolean"}, message=text,
        format_errors={"type": "array", "items": text},
        tests={"type": "array", "items": closed(
            ["name", "points", "max_points"], name=text, points=number_type,
            max_points=number_type, output=text)}),
}


def reports(name):
    return {key: load(f"{book}/{name}/{key}.json") for key in keys}


def follow_schema(name):
    found = {os.path.basename(path)[:-5] for path in glob.glob(f"{book}/{name}/*.json")}
    assert found == set(keys), found ^ set(keys)
    for report in reports(name).values():
        jsonschema.validate(report, schemas[name])


for name in schemas:
    check(f"{name}: every report is what the schema says", lambda: follow_schema(name))

canvas, moodle = rows("canvas.csv"), rows("moodle.csv")
points = {key: row[5:] for key, row in zip(keys, canvas[2:])}
total = {key: sum(map(float, row)) if all(row) else None for key, row in points.items()}
possible = sum(map(float, canvas[1][5:]))


def head_of_canvas():
    assert canvas[0][:5] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    assert canvas[1][0] == "    Points Possible" and len(canvas) == len(keys) + 2
    assert {len(row) for row in canvas} == {len(canvas[0])}


def head_of_moodle():
    assert moodle[0] == ["username", "grade", "feedback"]
    assert len(moodle) == len(keys) + 1 and {len(row) for row in moodle} == {3}
    assert all(row[1] == "-" or float(row[1]) >= 0 for row in moodle[1:])


def no_formula():
    for row in canvas[2:] + moodle[1:]:
        for cell in row:
            assert not cell or cell == "-" or cell[0] not in "=+-@\t\r", cell


def agree():
    scope, learn, hub, fifty = map(reports, ("gradescope", "prairielearn", "github", "check50"))
    for row, key in zip(moodle[1:], keys):
        mark = total[key]
        if key in unjudged:
            assert mark is None and row[1] == "-", key
            assert "score" not in scope[key] and not scope[key]["tests"], key
            assert not learn[key]["gradable"] and hub[key]["status"] == "error", key
            assert hub[key]["max_score"] == 0, key  # or its reporter posts 0 of it
            assert any(result["passed"] is None for result in fifty[key]["results"]), key
            continue
        assert float(row[1]) == mark == scope[key]["score"], key
        assert abs(sum(test["score"] for test in scope[key]["tests"]) - mark) < 0.05, key
        assert abs(learn[key]["score"] * possible - mark) < 0.001, key
        assert abs(sum(test["score"] for test in hub[key]["tests"]) - mark) < 0.001, key
        assert hub[key]["max_score"] == possible
        whole = all(result["passed"] for result in fifty[key]["results"])
        assert (hub[key]["status"] == "pass") == whole == (mark == possible), key


def encoded():
    for key, report in reports("github").items():
        with open(f"{book}/github/{key}.base64", "rb") as file:
            assert json.loads(base64.b64decode(file.read(), validate=False)) == report


def hidden():
    seen = set()
    for key in keys:
        for entry in records[key]["exercises"]:
            seen |= {case["message"] for case in entry["cases"] if case["case"]}
    assert seen
    for folder in ("gradescope", "check50", "prairielearn", "github", "students"):
        for path in glob.glob(f"{book}/{folder}/*"):
            if path.endswith(".base64"):
                continue
            with open(path, encoding="utf-8") as file:
                said = file.read()
            for message in seen:
                assert message.startswith("Every line") or message not in said, (path, message)
            assert "with limit" not in said.lower(), path


def fifty_causes():
    """Its renderers ask for the cause of all that was not passed, skipped or not."""
    for report in reports("check50").values():
        for result in report["results"]:
            assert (result["cause"] is None) == (result["passed"] is True), result


def fifty_renders():
    try:
        from check50.renderer import to_ansi, to_html
    except ImportError:
        return "check50 is not installed"
    for key, report in reports("check50").items():
        assert to_ansi(**report).count("\n") >= len(report["results"]), key
        assert to_html(**report).count("<h3") == len(report["results"]), key


def junit():
    schema = f"{here}/data/junit.xsd"
    subprocess.run(["xmllint", "--noout", "--schema", schema, f"{book}/junit.xml"], check=True,
                   capture_output=True, text=True)


def junit_counts():
    root = xml.parse(f"{book}/junit.xml").getroot()
    assert len(root) == len(keys)
    for suite in [root, *root]:
        cases = list(suite.iter("testcase"))
        assert len(cases) == int(suite.get("tests"))
        for attribute, element in (("failures", "failure"), ("errors", "error"),
                                   ("skipped", "skipped"))[:2 if suite is root else 3]:
            assert sum(1 for case in cases if case.find(element) is not None) == \
                int(suite.get(attribute))


def outcome(case):
    if case.find("skipped") is not None:
        return "skipped"
    return "passed" if case.find("failure") is None and case.find("error") is None else "failed"


def junit_readers():
    read = subprocess.run([f"{here}/readers/run", f"{book}/junit.xml"], capture_output=True,
                          text=True)
    if read.returncode == 77:
        return read.stdout.strip()
    assert read.returncode == 0, read.stderr
    meant = [[suite.get("name"), [[case.get("name"), outcome(case), float(case.get("time"))]
                                  for case in suite]]
             for suite in xml.parse(f"{book}/junit.xml").getroot()]
    for reader, suites in json.loads(read.stdout).items():
        assert [[name, [[case, what, round(seconds, 3)] for case, what, seconds in cases]]
                for name, cases in suites] == meant, reader


class Strict(html.parser.HTMLParser):
    """What is opened is closed, in its order; and what elements there are."""

    void = {"meta", "img", "br", "input", "link"}

    def __init__(self):
        super().__init__()
        self.open, self.seen = [], set()

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        assert not any(name.startswith("on") for name, _ in attrs), attrs
        for name, value in attrs:
            assert name not in ("src", "href") or not re.match(r"(?i)https?:|//|javascript:", value), value
        if tag not in self.void:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, tag


def pages():
    for path in [f"{book}/index.html", *glob.glob(f"{book}/students/*.html")]:
        with open(path, encoding="utf-8") as file:
            page = file.read()
        parser = Strict()
        parser.feed(page)
        assert not parser.open, path
        assert not {"blink", "iframe", "object"} & parser.seen, path
    assert len(glob.glob(f"{book}/students/*.html")) == len(keys)


def pictures():
    with open(f"{book}/index.html", encoding="utf-8") as file:
        named = set(re.findall(r'src="(pictures/[^"]*)"', file.read()))
    assert named and {os.path.basename(name).replace("%25", "%") for name in named} == \
        set(os.listdir(f"{book}/pictures"))
    for name in os.listdir(f"{book}/pictures"):
        xml.parse(f"{book}/pictures/{name}")


def strings(value):
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings(inner)


def harmless():
    """Records keep what was printed; in a report all of it is drawn."""
    for folder, _, names in os.walk(book):
        for name in names:
            if name.endswith(".base64") or folder.endswith(("/records", "/times")):
                continue
            with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
                said = [file.read()]
            if name.endswith(".json") and folder != book:
                said += strings(json.loads(said[0]))
            for one in said:
                assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]", one), (name, one)


check("check50: what was not passed has a cause", fifty_causes)
check("check50: its own renderers take it", fifty_renders)
check("canvas: the head and the rows are as wide as they should be", head_of_canvas)
check("moodle: no row would cancel the import", head_of_moodle)
check("no cell is a formula", no_formula)
check("all formats agree on every mark", agree)
check("github: base64 is the same", encoded)
check("students are told nothing of unseen cases", hidden)
check("junit: it is what the schema says", junit)
check("junit: its counts are right", junit_counts)
check("junit: what others made for it reads what we mean", junit_readers)
check("every page is closed, asks nobody for anything, and runs nothing of a student's", pages)
check("every picture is there, and is XML", pictures)
check("no byte in any file is a control, or no UTF-8", harmless)
