"""Reads messages as another program would and prints them as JSON: `zip FILE` or `maildir FOLDER`."""
import json
import pathlib
import sys
import zipfile
from email import message_from_bytes, policy


def part(message, kind):
    found = message.get_body((kind,))
    return found.get_content().replace("\r\n", "\n") if found is not None else ""


def read(raw):
    message = message_from_bytes(raw, policy=policy.default)
    parts = list(message.walk())
    return {
        "headers": {name.lower(): str(value) for name, value in message.items()},
        "types": [piece.get_content_type() for piece in parts],
        "encodings": [str(piece["content-transfer-encoding"]) for piece in parts if not piece.is_multipart()],
        "text": part(message, "plain"),
        "html": part(message, "html"),
        "defects": [repr(defect) for piece in parts for defect in piece.defects],
    }


kind, path = sys.argv[1], pathlib.Path(sys.argv[2])
manifest = None
if kind == "zip":
    with zipfile.ZipFile(path) as archive:
        broken = archive.testzip()
        if broken:
            sys.exit(f"{broken} in the zip is damaged")
        names = archive.namelist()
        raws = [archive.read(name) for name in sorted(names) if name.endswith(".eml")]
        inside = [name for name in names if name.endswith("manifest.json")]
        manifest = json.loads(archive.read(inside[0])) if inside else None
else:
    files = sorted(file for file in path.rglob("*") if file.is_file() and file.parent.name in ("new", "cur"))
    raws = [file.read_bytes() for file in files]
print(json.dumps({"letters": [read(raw) for raw in raws], "manifest": manifest}))
