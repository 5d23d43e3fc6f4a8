"""Reads every message of a batch with Python's own email package and compares it with the texts of the same export
as JSON lines. Says how many messages were read; any defect or difference ends it with an error.

usage: python_email.py FOLDER_OR_ZIP TEXTS.jsonl
"""

import json
import sys
import zipfile
from email import message_from_bytes, policy
from pathlib import Path


def read(place):
    """The manifest and a function from a file's name to its bytes."""
    if place.is_dir():
        return json.loads((place / "manifest.json").read_bytes()), lambda name: (place / name).read_bytes()
    archive = zipfile.ZipFile(place)
    if (bad := archive.testzip()) is not None:
        sys.exit(f"{place}: {bad} is damaged")
    return json.loads(archive.read("manifest.json")), archive.read


def defects(message):
    """Every defect of the message, its parts and its headers."""
    for part in message.walk():
        yield from part.defects
        for name, value in part.items():
            yield from getattr(value, "defects", ())


def content(part):
    return part.get_content().replace("\r\n", "\n")


def compare(row, name, found, expected):
    if found != expected:
        sys.exit(f"row {row}: {name} differs:\nfound    {found[:300]!r}\nexpected {expected[:300]!r}")


def main(place, texts):
    manifest, bytes_of = read(Path(place))
    expected = {line["row"]: line for line in map(json.loads, Path(texts).read_text("utf-8").splitlines())}
    count = 0
    for row in manifest["rows"]:
        if row["status"] != "kept":
            continue
        number = row["row"]
        message = message_from_bytes(bytes_of(row["file"]), policy=policy.default)
        if found := list(defects(message)):
            sys.exit(f"row {number}: {found}")
        wanted = expected[number]
        compare(number, "Subject", message["Subject"], wanted["subject"])
        compare(number, "Message-ID", message["Message-ID"], row["message_id"])
        compare(number, "To", message["To"].addresses[0].addr_spec, row["address"])
        compare(number, "the text", content(message.get_body(("plain",))), wanted["text"])
        compare(number, "the HTML", content(message.get_body(("html",))), wanted["html"])
        if message["Date"].datetime is None:
            sys.exit(f"row {number}: the Date can't be read")
        count += 1
    if count != manifest["counts"]["kept"]:
        sys.exit(f"{count} messages, but the manifest counts {manifest['counts']['kept']}")
    print(count)


main(*sys.argv[1:])
