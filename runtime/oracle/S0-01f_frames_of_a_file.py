"""S0-01 on real files: a provider of flows, and inside it a reader of one of them."""
import asyncio
from contextlib import asynccontextmanager

import aiofiles

SIZE = 8  # of a frame, in bytes


class FlowProvider:
    def __init__(self, store):
        self.store = store

    async def __aenter__(self):
        await asyncio.sleep(0.20)
        self.log = await aiofiles.open(f"{self.store}.log", "w")
        await self.log.write("opened\n")
        print("provider: connected")
        return self

    async def __aexit__(self, *error):
        await asyncio.sleep(0.10)
        await self.log.write("closed\n")
        await self.log.close()
        print("provider: disconnected")

    @asynccontextmanager
    async def open_read(self, flow):
        async with aiofiles.open(f"{self.store}.{flow}", "rb") as file:
            print(f"reader {flow}: open")
            yield Reader(file)
        print(f"reader {flow}: closed")


class Reader:
    def __init__(self, file):
        self.file = file

    async def read(self, start, count):
        await asyncio.sleep(0.30)
        await self.file.seek(start * SIZE)
        data = await self.file.read(count * SIZE)
        return [int(data[at:at + SIZE]) for at in range(0, len(data), SIZE)]


async def make_flow(path, length):
    async with aiofiles.open(path, "w") as file:
        await file.writelines(f"{frame:7d}\n" for frame in range(length))


def show(what, frames):
    print(f"{what}: {len(frames)} frames", *(frames[:1] + frames[-1:]))


async def main():
    await make_flow("store.flow-1", 2000)
    async with FlowProvider("store") as provider:
        async with provider.open_read("flow-1") as reader:
            frames = await reader.read(720, count=480)
            show("read", frames)
            show("near the end", await reader.read(1990, count=480))
            show("behind the end", await reader.read(2000, count=480))
        try:
            async with provider.open_read("flow-2") as reader:
                print("never")
        except FileNotFoundError as error:
            print(error)
    show("both gone", frames)
    async with aiofiles.open("store.log") as log:
        async for line in log:
            print("log:", line.strip())


asyncio.run(main())
