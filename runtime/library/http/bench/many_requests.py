"""many_requests.py URL COUNT WORKERS: as many_requests.c, with aiohttp."""
import asyncio
import sys
import time

import aiohttp

left = int(sys.argv[2])


async def work(session):
    global left
    while left > 0:
        left -= 1
        async with session.get(sys.argv[1]) as response:
            await response.text()


async def main():
    async with aiohttp.ClientSession() as session:
        await asyncio.gather(*(work(session) for _ in range(int(sys.argv[3]))))


wall, processor = time.monotonic_ns(), time.process_time_ns()
count = left
asyncio.run(main())
print((time.monotonic_ns() - wall) // count, (time.process_time_ns() - processor) // count)
