"""A real SMTP server for tests, on a free loopback port."""

import asyncio
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller


class Inbox:
    def __init__(self):
        self.messages = []
        self.offered = []
        self.answer = "250 OK"
        self.refused = {}
        self.delay = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.offered.append(message)
        await asyncio.sleep(self.delay)
        if self.answer.startswith("250"):
            self.messages.append(message)
        return self.answer


class AnyPort(Controller):
    """aiosmtpd greets its own server to start it: it must know the port that the system chose."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class CatchingServer:
    """`with CatchingServer() as server:` then `server.messages` (accepted) and `server.offered` (all).

    `server.answer = "451 later"` refuses what is offered, `server.inbox.refused = {address: "550 unknown"}` a
    recipient; `server.inbox.delay` is the time in seconds that it thinks.
    """

    def __init__(self):
        self.inbox = Inbox()
        self.controller = AnyPort(self.inbox, hostname="127.0.0.1", port=0)

    def __enter__(self):
        self.controller.start()
        self.host, self.port = self.controller.hostname, self.controller.port
        return self

    def __exit__(self, *details):
        self.controller.stop()

    @property
    def messages(self):
        return self.inbox.messages

    @property
    def offered(self):
        return self.inbox.offered

    @property
    def answer(self):
        return self.inbox.answer

    @answer.setter
    def answer(self, value):
        self.inbox.answer = value

    def to(self, address):
        """The messages for one address, in order."""
        return [message for message in self.messages if address in str(message["To"])]
