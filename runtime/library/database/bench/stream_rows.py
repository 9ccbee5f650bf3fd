"""What stream_rows.c does, by sqlite3 or asyncpg."""

import asyncio
import sqlite3
import sys
import time

SELECT = "select id, name, price from numbers"


def by_sqlite3(path):
    connection = sqlite3.connect(path)
    begun = time.monotonic()
    count = total = 0
    for row in connection.execute(SELECT):
        total += row[0] + row[2] + len(row[1])
        count += 1
    return count / (time.monotonic() - begun)


async def by_asyncpg(address, prefetch):
    import asyncpg

    connection = await asyncpg.connect(address)
    async with connection.transaction():
        begun = time.monotonic()
        count = total = 0
        async for row in connection.cursor(SELECT, prefetch=prefetch):
            total += row[0] + row[2] + len(row[1])
            count += 1
        seconds = time.monotonic() - begun
    await connection.close()
    return count / seconds


def main(address):
    if not address.startswith("postgresql:"):
        return by_sqlite3(address.removeprefix("sqlite:"))
    # Its own 50 at a time, and as many as suits it best.
    return max(asyncio.run(by_asyncpg(address, prefetch)) for prefetch in (50, 1000))


print(f"{main(sys.argv[1]):.0f}")
