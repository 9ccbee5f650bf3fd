"""What a limit of time or a cancellation does to work that does not simply end."""
import asyncio
import time


async def work(clean_up, how):
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError:
        print("work cancelled")
        await asyncio.sleep(clean_up)
        if how == "swallow":
            return "value"
        if how == "replace":
            raise KeyError("clean-up")
        raise


async def limited(how, limit):
    try:
        print("gives", await asyncio.wait_for(work(0.2, how), limit))
    except BaseException as error:
        print(f"{how} {limit}: {error!r} cause {error.__cause__!r}")


async def without_wait(name):
    print("ran", name)
    return name


async def timeout_0():
    try:
        async with asyncio.timeout(0):
            print("body runs")
            await asyncio.sleep(0)
            print("after a turn")
            await asyncio.sleep(1)
    except TimeoutError as error:
        print(f"{error!r}")
    async with asyncio.timeout(-1) as limit:
        pass
    print("expired", limit.expired())


async def twice():
    task = asyncio.create_task(work(0.3, "raise"))
    await asyncio.sleep(0.1)
    task.cancel()
    await asyncio.sleep(0.1)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled twice", task.cancelling())


async def inward():
    inner = asyncio.create_task(work(0.1, "raise"))
    async def outer():
        try:
            await inner
        except asyncio.CancelledError:
            print("outer sees it")
            raise
    task = asyncio.create_task(outer())
    await asyncio.sleep(0.1)
    task.cancel()
    print(await asyncio.gather(task, inner, return_exceptions=True))


async def member_cancelled():
    a = asyncio.create_task(asyncio.sleep(5, 1))
    b = asyncio.create_task(asyncio.sleep(0.2, 2))
    g = asyncio.gather(a, b)
    await asyncio.sleep(0.1)
    a.cancel()
    try:
        await g
    except asyncio.CancelledError as error:
        print(f"member {error!r} g.cancelled()={g.cancelled()} b.done()={b.done()}")
    print(await b)


async def gather_cancelled():
    async def both():
        return await asyncio.gather(work(0.1, "swallow"), work(0.2, "raise"), return_exceptions=True)
    task = asyncio.create_task(both())
    await asyncio.sleep(0.1)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("gather cancelled")


async def holder(name, lock, times):
    for _ in range(times):
        async with lock:
            print(name, "has it")
            await asyncio.sleep(0.1)


async def conditions():
    condition = asyncio.Condition()
    async def consumer(name):
        async with condition:
            await condition.wait()
            print(name, "notified")
    tasks = [asyncio.create_task(consumer(name)) for name in "abcd"]
    await asyncio.sleep(0)
    tasks[1].cancel()
    await asyncio.sleep(0)
    async with condition:
        condition.notify(2)
        print("notified two")
        await asyncio.sleep(0.1)
    await asyncio.sleep(0.1)
    async with condition:
        condition.notify_all()
    await asyncio.wait(tasks)
    try:
        condition.notify()
    except RuntimeError as error:
        print(error)


async def events():
    event = asyncio.Event()
    async def waiter(name):
        await event.wait()
        print(name, "saw it", event.is_set())
    tasks = [asyncio.create_task(waiter(name)) for name in "ab"]
    await asyncio.sleep(0)
    event.set()
    event.clear()
    await asyncio.gather(*tasks)


async def completed():
    async def item(delay, fail=False):
        await asyncio.sleep(delay)
        if fail:
            raise ValueError(str(delay))
        return delay
    tasks = [asyncio.create_task(item(d, d == 0.2)) for d in (0.3, 0.1, 0.2, 0.9)]
    for earliest in asyncio.as_completed(tasks, timeout=0.5):
        try:
            print(await earliest)
        except Exception as error:
            print(f"{error!r}")
    done, pending = await asyncio.wait(tasks, timeout=0.1)
    print(len(done), len(pending))
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    print(len(done), len(pending))


def blocked(seconds, fail=False):
    time.sleep(seconds)
    if fail:
        raise ValueError("in the thread")
    return seconds


async def threads():
    print(await asyncio.to_thread(blocked, 0.1))
    try:
        await asyncio.to_thread(blocked, 0.1, True)
    except ValueError as error:
        print(f"{error!r}")
    try:
        await asyncio.wait_for(asyncio.to_thread(blocked, 0.3), 0.1)
    except TimeoutError as error:
        print(f"{error!r}")
    start = time.monotonic()
    await asyncio.gather(*(asyncio.to_thread(blocked, 0.2) for _ in range(4)))
    print("side by side")


async def group_body_fails():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(work(0.1, "raise"))
            await asyncio.sleep(0)
            raise ValueError("body")
    except* ValueError as caught:
        print(caught, caught.exceptions)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(work(0.1, "replace"))
            await asyncio.sleep(0)
            raise ValueError("body")
    except* Exception as caught:
        print(caught, caught.exceptions)
    async def grouped():
        async with asyncio.TaskGroup() as group:
            group.create_task(work(0.1, "raise"))
    task = asyncio.create_task(grouped())
    await asyncio.sleep(0.1)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("group cancelled")


async def main():
    await limited("raise", 0.3)
    await limited("swallow", 0.3)
    await limited("replace", 0.3)
    try:
        await asyncio.wait_for(without_wait("never"), 0)
    except TimeoutError:
        print("limit 0")
    await timeout_0()
    await twice()
    await inward()
    await member_cancelled()
    await gather_cancelled()
    lock = asyncio.Lock()
    await asyncio.gather(holder("a", lock, 2), holder("b", lock, 2))
    await conditions()
    await events()
    await completed()
    await threads()
    await group_body_fails()
    asyncio.create_task(asyncio.to_thread(blocked, 0.3))
    await asyncio.sleep(0.1)
    print("main ends")


asyncio.run(main())
print("run returned")
