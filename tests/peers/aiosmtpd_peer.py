"""A mail server that asks for a password, on STARTTLS or from the first byte: aiosmtpd with a certificate of our own."""

import json
import ssl
import sys
import time

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult


class Inbox:
    def __init__(self, path):
        self.path = path

    async def handle_DATA(self, server, session, envelope):
        line = {
            "to": envelope.rcpt_tos,
            "from": envelope.mail_from,
            "tls": server.transport.get_extra_info("ssl_object") is not None,
            "login": bool(session.authenticated),
            "bytes": len(envelope.content),
        }
        with open(self.path, "a") as inbox:
            inbox.write(json.dumps(line) + "\n")
        return "250 2.0.0 Ok: taken by aiosmtpd"


def knows(server, session, envelope, mechanism, auth_data):
    right = auth_data.login == b"ann" and auth_data.password == b"s3cret"
    return AuthResult(success=right, handled=right)


def main(cert, key, inbox, starttls_port, smtps_port):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    common = {"hostname": "127.0.0.1", "authenticator": knows, "auth_required": True}
    Controller(Inbox(inbox), port=starttls_port, tls_context=context, require_starttls=True, **common).start()
    wrapped = {"auth_require_tls": False}
    Controller(Inbox(inbox), port=smtps_port, ssl_context=context, **wrapped, **common).start()
    print("ready", flush=True)
    while True:
        time.sleep(3600)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
