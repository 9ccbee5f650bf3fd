"""What bench_protocols.c measures, in CPython.

Reads names of rows from standard input, one a line, and answers each with
nanoseconds per operation, or with "-" for what it does not know.
"""

import asyncio
import sys
import time


async def count(n):
    for i in range(n):
        yield i


def plain_count(n):
    for i in range(n):
        yield i


async def nothing():
    pass


class Manager:
    async def __aenter__(self):
        return self

    async def __aexit__(self, *exception):
        return False


async def async_generator_item(n):
    async for _ in count(n):
        pass


async def generator_item(n):
    for _ in plain_count(n):
        pass


async def create_task(n):
    for _ in range(n // 50):
        tasks = [asyncio.create_task(nothing()) for _ in range(50)]
        await asyncio.sleep(0)
        del tasks


async def task_switch(n):
    async def switcher():
        for _ in range(n // 2):
            await asyncio.sleep(0)

    await asyncio.gather(switcher(), switcher())


async def async_with(n):
    manager = Manager()
    for _ in range(n):
        async with manager:
            pass


async def plain_await(n):
    for _ in range(n):
        await nothing()


async def raise_catch(n):
    for _ in range(n):
        try:
            raise ValueError("no")
        except ValueError:
            pass


async def raise_through_with(n):
    manager = Manager()
    for _ in range(n):
        try:
            async with manager:
                raise ValueError("no")
        except ValueError:
            pass


ROWS = {
    "async generator item": async_generator_item,
    "generator item": generator_item,
    "create, run, destroy a task": create_task,
    "switch between two tasks": task_switch,
    "async_with, enter + exit": async_with,
    "await of a plain coroutine": plain_await,
    "raise and catch": raise_catch,
    "raise through an async_with": raise_through_with,
}


async def measure(row, n=10000):
    start = time.thread_time_ns()
    await row(n)
    return (time.thread_time_ns() - start) / n


for line in sys.stdin:
    row = ROWS.get(line.rstrip("\n"))
    print(f"{asyncio.run(measure(row)):.1f}" if row else "-", flush=True)
