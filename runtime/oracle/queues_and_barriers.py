"""Queues in other orders, and tasks that wait for one another."""
import asyncio


async def drain(name, queue):
    got = []
    while not queue.empty():
        got.append(await queue.get())
    print(name, *got)


async def orders():
    for kind in (asyncio.Queue, asyncio.LifoQueue, asyncio.PriorityQueue):
        queue = kind()
        for number in (5, 3, 8, 1, 9, 2, 7):
            queue.put_nowait(number)
        print(kind.__name__, queue.get_nowait(), queue.get_nowait())
        queue.put_nowait(4)
        await drain("then", queue)


class Job:
    def __init__(self, priority, name):
        self.priority, self.name = priority, name

    def __lt__(self, other):
        return self.priority < other.priority

    def __str__(self):
        return f"{self.priority}{self.name}"


async def equal_ones():
    queue = asyncio.PriorityQueue()
    for number, name in enumerate("abcdefghij"):
        queue.put_nowait(Job(number % 3, name))
    await drain("jobs", queue)


async def worker(queue):
    while True:
        job = await queue.get()
        await asyncio.sleep(0.1)
        print("done", job)
        queue.task_done()


async def back_pressure():
    queue = asyncio.PriorityQueue(maxsize=2)
    working = asyncio.create_task(worker(queue))
    for number in (5, 4, 3, 2, 1):
        await queue.put(number)
        print("put", number)
    await queue.join()
    working.cancel()


async def runner(barrier, name, seconds):
    await asyncio.sleep(seconds)
    print(name, "comes,", barrier.n_waiting, "wait")
    try:
        async with barrier as position:
            print(name, "goes as", position, barrier.n_waiting)
    except asyncio.BrokenBarrierError as error:
        print(f"{name}: {error!r} {barrier.broken}")


async def barriers():
    barrier = asyncio.Barrier(3)
    await asyncio.gather(*(runner(barrier, name, seconds) for name, seconds in
                           (("a", 0.1), ("b", 0.3), ("c", 0.2), ("d", 0.35), ("e", 0.3),
                            ("f", 0.4))))


async def reset_and_abort():
    barrier = asyncio.Barrier(3)
    running = asyncio.gather(runner(barrier, "a", 0), runner(barrier, "b", 0.1))
    await asyncio.sleep(0.2)
    await barrier.reset()
    await running
    print("broken", barrier.broken)
    running = asyncio.gather(runner(barrier, "c", 0), runner(barrier, "d", 0.2))
    await asyncio.sleep(0.1)
    await barrier.abort()
    await running
    print("broken", barrier.broken)
    await barrier.reset()
    print("broken", barrier.broken)


async def cancelled():
    barrier = asyncio.Barrier(2)
    first = asyncio.create_task(runner(barrier, "a", 0))
    await asyncio.sleep(0.1)
    first.cancel()
    await asyncio.wait([first])
    print(first.cancelled(), barrier.n_waiting)
    await asyncio.gather(runner(barrier, "b", 0), runner(barrier, "c", 0.1))
    try:
        asyncio.Barrier(0)
    except ValueError as error:
        print(repr(error))


async def main():
    for part in (orders, equal_ones, back_pressure, barriers, reset_and_abort, cancelled):
        print("--", part.__name__)
        await part()


asyncio.run(main())
