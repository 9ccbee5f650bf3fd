"""Two files are copied at the same time, line by line; a third is not there."""
import asyncio

import aiofiles


async def make(path, count):
    async with aiofiles.open(path, "w") as file:
        for number in range(1, count + 1):
            await file.write(f"{path} line {number}\n")
        await file.write("never ended")


async def copy(source, target, delay):
    lines = 0
    async with aiofiles.open(source) as reader, aiofiles.open(target, "w") as writer:
        async for line in reader:
            await asyncio.sleep(delay)
            await writer.write(line)
            lines += 1
    print(f"{target}: {lines} lines")


async def main():
    await make("one.txt", 3)
    await make("two.txt", 5)
    print("made")
    await asyncio.gather(copy("one.txt", "one.copy", 0.10), copy("two.txt", "two.copy", 0.03))
    try:
        await copy("three.txt", "three.copy", 0.10)
    except FileNotFoundError as error:
        print(error)
    async with aiofiles.open("one.copy") as file:
        print([line.rstrip("\n") for line in await file.readlines()])
    async with aiofiles.open("two.copy", "rb") as file:
        await file.seek(-11, 2)
        print(await file.tell(), (await file.read()).decode())
    async with aiofiles.open("two.copy", "r+") as file:
        print(await file.truncate(14))
        print(repr(await file.read()))
    try:
        async with aiofiles.open("one.copy", "x"):
            print("never")
    except FileExistsError as error:
        print(error)


asyncio.run(main())
