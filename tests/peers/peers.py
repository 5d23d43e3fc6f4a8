"""Postroom against programs that others made: a provider's OpenAPI document, a local Amazon SES, a mail server with a
password, a sink, and a tester that reads our own OpenAPI document. `cargo xtask peers` sets them up and calls this.

usage: peers.py POSTROOM RELAY_LOAD NODE_TOOLS PYTHON_TOOLS WORK_FOLDER
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

HERE = Path(__file__).parent
LETTER = """+++
subject = "Spring for {{ name }}"
from = "Ann Lee <ann@example.test>"
format = "markdown"
unsubscribe = { url = "https://example.test/u/{{ name }}", one_click = true }
+++
# Hello {{ name }}

*Prices* went down.
"""


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_for(port, seconds=60):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"nothing listens on port {port}")


class Peers:
    def __init__(self, postroom, load, node, python, work):
        self.postroom, self.load = postroom, load
        self.node, self.python, self.work = Path(node), Path(python), Path(work)
        self.running, self.failed, self.count = [], [], 0

    def start(self, *words, **kw):
        child = subprocess.Popen(words, cwd=self.work, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **kw)
        self.running.append(child)
        return child

    def stop(self):
        for child in self.running:
            child.terminate()
            child.wait()

    def holds(self, what, true, detail=""):
        self.count += 1
        print(f"  {'ok' if true else 'FAILS'}  {what}{'' if true else ': ' + str(detail)[:400]}", flush=True)
        if not true:
            self.failed.append(what)

    def batch(self, name, count):
        (self.work / "letter.md").write_text(LETTER)
        rows = "".join(f"p{i}@example.test,P{i}\n" for i in range(count))
        (self.work / "list.csv").write_text("email,name\n" + rows)
        words = [self.postroom, "export", "letter.md", "--list", "list.csv", "--as", "zip", "--out", name]
        subprocess.run(words, cwd=self.work, check=True, capture_output=True)

    def send(self, batch, relay, key):
        ended = subprocess.run(
            [self.postroom, "send", batch, "--relay", relay],
            cwd=self.work,
            env={**os.environ, "POSTROOM_KEY": key},
            capture_output=True,
            text=True,
        )
        return ended.returncode, [json.loads(line) for line in ended.stdout.splitlines()], ended.stderr

    def resend(self):
        document = Path(os.environ.get("POSTROOM_SHARED", "../shared")) / "corpus/openapi/resend.yaml"
        if not document.is_file():
            print("  skipped: Resend's OpenAPI document is not there")
            return
        port = free_port()
        self.start("node", str(self.node / ".bin/prism"), "mock", "-h", "127.0.0.1", "-p", str(port), "--errors", str(document))
        wait_for(port)
        url = urllib.parse.quote(f"http://127.0.0.1:{port}", safe="")
        self.batch("resend.zip", 60)
        status, lines, said = self.send("resend.zip", f"preset:resend?url={url}&per_second=0", "re_1")
        self.holds("every request of the preset resend fits Resend's document", status == 0 and len(lines) == 60, said)
        # One letter: the mock answers every batch with one result.
        self.batch("one.zip", 1)
        status, _, said = self.send("one.zip", f"preset:resend-batch?url={url}&per_second=0", "re_1")
        self.holds("and those of resend-batch", status == 0, said)

    def ses(self):
        port = free_port()
        self.start("node", str(self.node / ".bin/aws-ses-v2-local"), "--port", str(port), "--host", "127.0.0.1")
        wait_for(port)
        url = urllib.parse.quote(f"http://127.0.0.1:{port}", safe="")
        for preset in ["ses", "ses-raw", "ses-bulk"]:
            self.batch(f"{preset}.zip", 120)
            status, _, said = self.send(f"{preset}.zip", f"preset:{preset}?url={url}&per_second=0", "ID:SECRET")
            self.holds(f"{preset} hands 120 letters to aws-ses-v2-local", status == 0, said)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/store") as store:
            emails = json.load(store)["emails"]
        self.holds("and each arrived once by each preset", len(emails) == 360, len(emails))

    def password(self):
        for name in ["cert.pem", "key.pem", "inbox"]:
            (self.work / name).unlink(missing_ok=True)
        subprocess.run(
            "openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=localhost -keyout key.pem -out cert.pem "
            "-addext subjectAltName=DNS:localhost,IP:127.0.0.1 -addext basicConstraints=critical,CA:FALSE".split(),
            cwd=self.work, check=True, capture_output=True,
        )
        plain, wrapped = free_port(), free_port()
        self.start(str(self.python / "bin/python"), str(HERE / "aiosmtpd_peer.py"), "cert.pem", "key.pem", "inbox", str(plain), str(wrapped))
        wait_for(plain)
        wait_for(wrapped)
        for what, relay in [
            ("STARTTLS and a password", f"smtp://ann:s3cret@localhost:{plain}?tls=required&ca=cert.pem"),
            ("TLS from the first byte and a password", f"smtps://ann:s3cret@localhost:{wrapped}?ca=cert.pem"),
        ]:
            self.batch("mail.zip", 10)
            (self.work / "mail.zip.journal").unlink(missing_ok=True)
            status, _, said = self.send("mail.zip", relay, "")
            self.holds(f"aiosmtpd takes letters with {what}", status == 0, said)
        inbox = [json.loads(line) for line in (self.work / "inbox").read_text().splitlines()]
        self.holds("all of them encrypted and logged in", len(inbox) == 20 and all(m["tls"] and m["login"] for m in inbox), inbox[-1:])
        (self.work / "mail.zip.journal").unlink(missing_ok=True)
        status, _, said = self.send("mail.zip", f"smtp://ann:wrong@localhost:{plain}?tls=required&ca=cert.pem", "")
        self.holds("a wrong password stops it", status == 2 and "user or password" in said, said)

    def document(self):
        port = free_port()
        self.start(self.postroom, "serve", "--listen", f"127.0.0.1:{port}", "--relay", "file:box", "--journal", "st.sqlite")
        wait_for(port)
        ended = subprocess.run(
            # What an address or a message is (RFC 5321, 5322) no JSON schema can say, so valid data may be refused.
            [str(self.python / "bin/st"), "run", f"http://127.0.0.1:{port}/api/v1/openapi.json", "--max-examples", "80",
             "--exclude-checks", "positive_data_acceptance"],
            cwd=self.work, capture_output=True, text=True,
            env={**os.environ, "SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": str(HERE)},
        )
        found = re.search(r"(\d+) generated, (\d+) passed", ended.stdout)
        self.holds(f"schemathesis finds nothing ({found.group(0) if found else 'no count'})", ended.returncode == 0, ended.stdout[-1500:])

    def throughput(self, seconds=10):
        sink = shutil.which("smtp-sink") or "/usr/sbin/smtp-sink"
        if not Path(sink).exists():
            print("  skipped: smtp-sink (of Postfix) is not installed")
            return
        sink_port, port = free_port(), free_port()
        user = ["-u", "nobody"] if os.geteuid() == 0 else []
        self.start(sink, *user, f"127.0.0.1:{sink_port}", "100")
        wait_for(sink_port)
        config = self.work / "serve.toml"
        config.write_text("max_requests_per_second = 1000000\n")
        relay = f"smtp://127.0.0.1:{sink_port}?connections=32"
        journal = self.work / "tp.sqlite"
        journal.unlink(missing_ok=True)
        self.start(self.postroom, "serve", "--config", str(config), "--listen", f"127.0.0.1:{port}", "--relay", relay, "--journal", str(journal))
        wait_for(port)
        ended = subprocess.run([self.load, f"127.0.0.1:{port}", str(seconds), "64", "30000"], capture_output=True, text=True)
        print("  " + ended.stdout.strip() + f", {os.cpu_count()} cores")
        self.holds("the relay takes letters while the sink takes them", ended.returncode == 0 and not ended.stderr, ended.stderr)


def main():
    peers = Peers(*sys.argv[1:6])
    try:
        for name in ["resend", "ses", "password", "document", "throughput"]:
            print(name, flush=True)
            getattr(peers, name)()
    finally:
        peers.stop()
    print(f"{peers.count} held to, {len(peers.failed)} failed")
    sys.exit(1 if peers.failed else 0)


main()
