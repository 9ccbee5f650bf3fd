"""S2-08 on a real file: reading, filtering, cutting out, a line at a time."""
import asyncio

import aiofiles

LEVELS = ("INFO", "ERROR", "WARN", "ERROR")


async def make(path, count):
    async with aiofiles.open(path, "w") as file:
        for number in range(count):
            await file.write(f"{number * 60:05d} {LEVELS[number % 4]} disk {number}\n")


async def read_lines(path):
    async with aiofiles.open(path) as file:
        print("trace: opened")
        async for line in file:
            await asyncio.sleep(0.05)
            yield line.strip()
    print("trace: closed")


async def keep(lines, word):
    async for line in lines:
        if word in line:
            yield line


async def messages(lines):
    async for line in lines:
        yield line.split(" ", 2)[2]


async def main():
    await make("server.log", 12)
    async for message in messages(keep(read_lines("server.log"), "ERROR")):
        print(message)
        await asyncio.sleep(0.01)


asyncio.run(main())
