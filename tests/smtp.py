"""A real SMTP server for tests, on a free loopback port."""

from email import message_from_bytes, policy

from aiosmtpd.controller import Controller


class Inbox:
    def __init__(self):
        self.messages = []
        self.answer = "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.answer.startswith("250"):
            self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        return self.answer


class CatchingServer:
    """`with CatchingServer() as server:` then `server.messages`, `server.answer = "451 later"`."""

    def __init__(self):
        self.inbox = Inbox()
        self.controller = Controller(self.inbox, hostname="127.0.0.1", port=0)

    def __enter__(self):
        self.controller.start()
        self.host, self.port = self.controller.server.sockets[0].getsockname()
        return self

    def __exit__(self, *details):
        self.controller.stop()

    @property
    def messages(self):
        return self.inbox.messages

    @property
    def answer(self):
        return self.inbox.answer

    @answer.setter
    def answer(self, value):
        self.inbox.answer = value

    def to(self, address):
        """The messages for one address, in order."""
        return [message for message in self.messages if address in str(message["To"])]
