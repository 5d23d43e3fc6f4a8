"""Reads a batch back with Python's email package and compares it with what was meant.

Arguments: the batch (zip) and a JSON file: {file: {subject, from, to, text, html, headers}}.
Texts are compared after line breaks of every kind have become LF. Prints each difference and a count.
"""

import email
import email.errors
import email.policy
import json
import re
import sys
import zipfile

problems = []
ADJACENT = re.compile(rb"\?=\s+=\?")


def problem(name, what, found, expected=""):
    problems.append(f"{name}: {what}: found {found!r}, expected {expected!r}")


def line_breaks(text):
    return re.sub("\r\n|\r|\n", "\n", text)


def same(name, what, found, expected):
    if found != expected:
        problem(name, what, found, expected)


def check(name, raw, expected):
    for line in raw.split(b"\r\n"):
        if b"\n" in line or b"\r" in line:
            problem(name, "lone line break", line[:80])
        if len(line) > 998:
            problem(name, "long line", len(line))
    head = raw.split(b"\r\n\r\n", 1)[0]
    if head.isascii():
        message = email.message_from_bytes(raw, policy=email.policy.default)
    else:
        message = email.message_from_string(raw.decode("utf-8"), policy=email.policy.SMTPUTF8)
    for part in message.walk():
        if part.defects:
            problem(name, "defects", part.defects)
        for key, value in part.items():
            # Python says so of every such local part, under the policy SMTPUTF8 too.
            defects = [d for d in value.defects if not isinstance(d, email.errors.NonASCIILocalPartDefect)]
            if defects:
                problem(name, f"defects of {key}", defects)
    names = [key.lower() for key in message.keys()]
    if sorted(names) != sorted(expected["names"]):
        problem(name, "headers", sorted(names), sorted(expected["names"]))
    same(name, "subject", str(message["subject"]), expected["subject"])
    for key in ("from", "to", "reply-to"):
        [address] = message[key].addresses
        shown = address.display_name
        # Python keeps the space between the encoded words of a name, against RFC 2047 section 6.2.
        if shown != expected[key][0] and ADJACENT.search(head):
            shown, expected[key][0] = shown.replace(" ", ""), expected[key][0].replace(" ", "")
        same(name, key, [shown, address.addr_spec], expected[key])
    for key, value in expected["headers"].items():
        same(name, key, str(message[key]), value)
    for kind in ("plain", "html"):
        part = message.get_body(preferencelist=(kind,))
        if expected[kind] is None:
            same(name, kind, part, None)
            continue
        found, meant = line_breaks(part.get_content()), line_breaks(expected[kind])
        # A message of one part ends with a line break, whether its text does or not.
        if not message.is_multipart() and not meant.endswith("\n"):
            meant += "\n"
        same(name, kind, found, meant)
        if part.get_content_charset() != "utf-8":
            problem(name, "charset", part.get_content_charset())


archive = zipfile.ZipFile(sys.argv[1])
bad = archive.testzip()
if bad is not None:
    problem(bad, "zip", "bad CRC")
with open(sys.argv[2], encoding="utf-8") as file:
    meant = json.load(file)
names = [name for name in archive.namelist() if name != "manifest.json"]
if sorted(names) != sorted(meant):
    problem("archive", "files", sorted(names), sorted(meant))
for name in names:
    check(name, archive.read(name), meant[name])
print("\n".join(problems[:20]))
print(f"{len(names)} messages, {len(problems)} problems")
sys.exit(1 if problems else 0)
