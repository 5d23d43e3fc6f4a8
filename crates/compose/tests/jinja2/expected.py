"""Writes expected.json: what Python's Jinja2 makes of templates.txt, a template a line. Run it with a Python that has
jinja2 (pip install jinja2); the answers are committed,
so the tests need neither."""

import json
import pathlib

import jinja2

here = pathlib.Path(__file__).parent
row = {
    "first_name": "Marta",
    "last_name": "O'Neil & Søn",
    "empty": "",
    "plan": "gold",
    "tickets": "2",
    "price": "12.5",
    "list": "soup; bread;cake",
}
environment = jinja2.Environment(undefined=jinja2.StrictUndefined, keep_trailing_newline=True)
answers = {"jinja2": jinja2.__version__, "row": row, "answers": []}
for template in (here / "templates.txt").read_text(encoding="utf-8").splitlines():
    try:
        answers["answers"].append(environment.from_string(template).render(row))
    except jinja2.TemplateError as error:
        answers["answers"].append({"error": type(error).__name__})
text = json.dumps(answers, ensure_ascii=False, indent=1)
(here / "expected.json").write_text(text + "\n", encoding="utf-8")
