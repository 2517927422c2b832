"""The demonstration's mail server, on a random loopback port: each mail becomes an .eml file."""

import asyncio
import os
import threading
import time
import uuid
from pathlib import Path

from aiosmtpd.smtp import SMTP

# Old mails go, so that a demonstration left running never fills the disk.
KEPT = 500
LARGEST = 5_000_000


class Mailbox:
    """Handler of aiosmtpd. Names sort by time of arrival; a reader never sees half a file."""

    def __init__(self, folder):
        self.folder = Path(folder)

    async def handle_DATA(self, server, session, envelope):
        name = f"{time.time_ns():020d}-{uuid.uuid4().hex[:8]}.eml"
        partial = self.folder / f".{name}.partial"
        partial.write_bytes(envelope.original_content or envelope.content)
        os.replace(partial, self.folder / name)
        for old in sorted(self.folder.glob("*.eml"))[:-KEPT]:
            old.unlink(missing_ok=True)
        return "250 OK"


class Mailcatcher:
    """Listens as long as the process that started it lives, in a thread of it."""

    def __init__(self, folder):
        Path(folder).mkdir(mode=0o700, parents=True, exist_ok=True)
        self.mailbox = Mailbox(folder)
        self.server = None
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)

    def session(self):
        return SMTP(self.mailbox, data_size_limit=LARGEST, enable_SMTPUTF8=True, loop=self.loop)

    async def listen(self):
        return await self.loop.create_server(self.session, "127.0.0.1", 0)

    async def close(self):
        self.server.close()

    def run(self, work):
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(timeout=10)

    def start(self):
        """Returns the port."""
        self.thread.start()
        self.server = self.run(self.listen())
        return self.server.sockets[0].getsockname()[1]

    def stop(self):
        self.run(self.close())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(timeout=5)
        self.loop.close()
