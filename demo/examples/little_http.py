"""little_http.py - what the examples need of aiohttp, for where that is not installed: plain HTTP, and one request for
each connection, on asyncio's streams."""
import asyncio
import json
import os
from urllib.parse import urlsplit


class ClientError(Exception):
    pass


class ClientSession:
    def __init__(self, timeout=300, raise_for_status=False):
        self.timeout, self.raise_for_status = timeout, raise_for_status

    async def __aenter__(self):
        return self

    async def __aexit__(self, *error):
        pass

    def get(self, url):
        return ClientResponse(url, self)


class ClientResponse:
    def __init__(self, url, session):
        self.url, self.session = url, session

    async def __aenter__(self):
        url = urlsplit(self.url)
        try:
            async with asyncio.timeout(self.session.timeout):
                reader, writer = await asyncio.open_connection(url.hostname, url.port or 80)
                writer.write(f"GET {url.path or '/'}?{url.query} HTTP/1.0\r\nHost: {url.netloc}\r\n\r\n".encode())
                head = await reader.readuntil(b"\r\n\r\n")
                self.body = await reader.read()
                writer.close()
        except ConnectionRefusedError as error:
            raise ClientError(f"cannot connect to host {url.netloc}: {os.strerror(error.errno)}")
        except (OSError, asyncio.IncompleteReadError) as error:
            raise ClientError(str(error))
        self.status = int(head.split()[1])
        if self.status >= 400 and self.session.raise_for_status:
            reason = head.split(b"\r\n")[0].split(maxsplit=2)[2].decode()
            raise ClientError(f"{self.status}, message='{reason}', url='{self.url}'")
        return self

    async def __aexit__(self, *error):
        pass

    async def read(self):
        return self.body

    async def text(self):
        return self.body.decode()

    async def json(self):
        return json.loads(self.body)
