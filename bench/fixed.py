"""A LinkedIn that does nothing: it grants a token, and says of every record it gets that it has it. Prints its port."""

import asyncio
import json
import re

_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_TOKEN = b'{"access_token":"fixed","expires_in":1800}'
_TUNNEL = re.compile(rb"application/json\r\n\r\n(.*?)\r\n--", re.DOTALL)


def answer(head: bytes, body: bytes) -> bytes:
    """The answer to one request; `body` may be tunnelled."""
    if b"/oauth/" in head.split(b"\r\n", 1)[0]:
        return _TOKEN
    if not (body.startswith(b"{") or _TUNNEL.search(body)):  # a read: of nobody is there anything to tell
        return b'{"results":{},"errors":{}}'
    inner = _TUNNEL.search(body)
    entities = json.loads(inner.group(1) if inner else body)["entities"]
    return json.dumps({"results": {key: {"status": 204} for key in entities}, "errors": {}}).encode()


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            length = _LENGTH.search(head)
            body = await reader.readexactly(int(length.group(1))) if length else b""
            told = answer(head, body)
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(told))
            writer.write(told)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


async def _main() -> None:
    server = await asyncio.start_server(_serve, "127.0.0.1", 0, limit=2**22)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_main())
