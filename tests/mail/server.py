"""A real SMTP server for the tests: keeps every letter it takes as one line of JSON, then takes its time to say so.

server.py FILE DELAY_MS REFUSED-ADDRESS...   prints its port, serves until its standard input ends.
"""

import asyncio
import email
import email.policy
import hashlib
import json
import os
import sys

from aiosmtpd.smtp import SMTP


class Keeper:
    def __init__(self, path, delay_ms, refused):
        self.file = open(path, "a", encoding="utf-8")
        self.delay = delay_ms / 1000
        self.refused = refused

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refused:
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        line = {
            "id": letter["Message-ID"],
            "to": envelope.rcpt_tos,
            "headers": [[name, str(value)] for name, value in letter.items()],
            "subject": letter["Subject"],
            "body": letter.get_content(),
            "sha256": hashlib.sha256(envelope.content).hexdigest(),
        }
        self.file.write(json.dumps(line, ensure_ascii=False) + "\n")
        self.file.flush()
        os.fsync(self.file.fileno())
        # The sender may die now: the letter is taken, and nobody has been told.
        await asyncio.sleep(self.delay)
        return "250 OK"


async def serve():
    keeper = Keeper(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(keeper, hostname="localhost"), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


asyncio.run(serve())
