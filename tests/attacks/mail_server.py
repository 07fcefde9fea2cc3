"""A mail server that can die and come back, and remembers what it accepted."""

import socketserver
import threading
from dataclasses import dataclass, field
from email import message_from_bytes


@dataclass
class MailServer:
    """Speaks enough SMTP for Django. What it said yes to is in `accepted` as (Message-ID, recipient, whole text)."""

    port: int
    accepted: list[tuple[str, str, str]] = field(default_factory=list)
    server: socketserver.ThreadingTCPServer | None = None

    def start(self) -> None:
        if self.server is None:
            socketserver.ThreadingTCPServer.allow_reuse_address = True
            self.server = socketserver.ThreadingTCPServer(("127.0.0.1", self.port), _talk(self.accepted))
            self.server.daemon_threads = True
            threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self) -> None:
        if self.server is not None:
            self.server.shutdown()
            self.server.server_close()
            self.server = None


def _talk(accepted: list[tuple[str, str, str]]) -> type[socketserver.StreamRequestHandler]:
    class Talk(socketserver.StreamRequestHandler):
        timeout = 10

        def handle(self) -> None:
            to: list[str] = []
            self.say("220 ready")
            while line := self.rfile.readline():
                word = line[:4].upper().strip()
                if word == b"DATA":
                    self.say("354 go on")
                    body = b"".join(iter(self.rfile.readline, b".\r\n"))
                    text = body.decode()
                    accepted.extend((str(message_from_bytes(body)["Message-ID"]), person, text) for person in to)
                    self.say("250 taken")
                elif word == b"QUIT":
                    self.say("221 bye")
                    return
                else:
                    if word == b"RCPT":
                        to.append(line.split(b"<")[1].split(b">")[0].decode())
                    elif word == b"MAIL":
                        to.clear()
                    self.say("250 fine")

        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

    return Talk
