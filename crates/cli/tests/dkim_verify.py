"""Signatures, verified by dkimpy, which nobody here wrote.

usage: dkim_verify.py RECORD MESSAGE...   prints one word a message; ends with 3 where dkimpy is not installed
"""

import sys

try:
    import dkim
except ImportError:
    sys.exit(3)

record = open(sys.argv[1], "rb").read().strip()
for path in sys.argv[2:]:
    with open(path, "rb") as file:
        message = file.read()

    def holds(message):
        return dkim.verify(message, dnsfunc=lambda name, timeout=5: record)

    changed = [
        message.replace(b"Hello", b"Hallo"),
        message.replace(b"Subject: ", b"Subject: not "),
        b"Reply-To: other@example.net\r\n" + message,
    ]
    print("holds" if holds(message) and not any(map(holds, changed)) else "broken")
