"""How many turns of the loop each kind of waiting takes, counted by a task that does nothing but
sleep for 0."""
import asyncio

turn = 0

async def counter():
    global turn
    while True:
        await asyncio.sleep(0)
        turn += 1

async def nothing():
    return 1

async def yields():
    await asyncio.sleep(0)

async def measure(name, awaitable):
    before = turn
    try:
        await awaitable
    except BaseException as e:
        name += " " + repr(e)
    print(f"{turn - before} {name}")

async def fail():
    raise ValueError("x")

async def with_lock(lock):
    async with lock:
        pass

async def with_timeout(seconds):
    async with asyncio.timeout(seconds):
        pass

async def with_group(count):
    async with asyncio.TaskGroup() as group:
        for _ in range(count):
            group.create_task(nothing())

async def as_done(count):
    for earliest in asyncio.as_completed([asyncio.create_task(nothing()) for _ in range(count)]):
        await earliest

async def outer():
    await asyncio.create_task(asyncio.sleep(5))

async def waits_for():
    await asyncio.wait_for(asyncio.sleep(5), 7)

async def main():
    c = asyncio.create_task(counter())
    await asyncio.sleep(0)
    await measure("coroutine", nothing())
    await measure("sleep(0)", asyncio.sleep(0))
    await measure("task", asyncio.create_task(nothing()))
    t = asyncio.create_task(nothing())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await measure("finished task", t)
    await measure("task that yields", asyncio.create_task(yields()))
    await measure("gather 1", asyncio.gather(nothing()))
    await measure("gather 3", asyncio.gather(nothing(), nothing(), nothing()))
    await measure("gather of a gather", asyncio.gather(asyncio.gather(nothing())))
    await measure("gather 0", asyncio.gather(*[]))
    await measure("gather finished", asyncio.gather(t))
    await measure("gather fail", asyncio.gather(fail(), nothing()))
    await measure("gather return", asyncio.gather(fail(), nothing(), return_exceptions=True))
    await measure("wait_for coroutine", asyncio.wait_for(nothing(), 1))
    await measure("wait_for None", asyncio.wait_for(nothing(), None))
    await measure("wait_for task None", asyncio.wait_for(asyncio.create_task(nothing()), None))
    await measure("wait_for 0", asyncio.wait_for(nothing(), 0))
    await measure("wait_for finished", asyncio.wait_for(t, 1))
    await measure("wait_for finished 0", asyncio.wait_for(t, 0))
    await measure("wait_for fail", asyncio.wait_for(fail(), 1))
    await measure("wait_for gather", asyncio.wait_for(asyncio.gather(nothing()), 1))
    await measure("shield coroutine", asyncio.shield(nothing()))
    await measure("shield finished", asyncio.shield(t))
    await measure("wait 1", asyncio.wait([asyncio.create_task(nothing())]))
    await measure("wait finished", asyncio.wait([t]))
    await measure("wait first", asyncio.wait([asyncio.create_task(yields()), asyncio.create_task(nothing())], return_when=asyncio.FIRST_COMPLETED))
    await measure("wait exception", asyncio.wait([asyncio.create_task(yields()), asyncio.create_task(fail())], return_when=asyncio.FIRST_EXCEPTION))
    await measure("as_completed 3", as_done(3))
    await measure("lock", with_lock(asyncio.Lock()))
    await measure("semaphore", with_lock(asyncio.Semaphore(1)))
    await measure("condition", with_lock(asyncio.Condition()))
    e = asyncio.Event()
    e.set()
    await measure("event", e.wait())
    q = asyncio.Queue()
    await measure("put", q.put(1))
    await measure("get", q.get())
    q.task_done()
    await measure("join", q.join())
    await measure("timeout", with_timeout(1))
    await measure("timeout 0", with_timeout(0))
    await measure("group 0", with_group(0))
    await measure("group 1", with_group(1))
    await measure("group 3", with_group(3))
    t = asyncio.create_task(asyncio.sleep(5))
    await asyncio.sleep(0)
    t.cancel()
    await measure("cancelled", t)
    t = asyncio.create_task(outer())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    t.cancel()
    await measure("cancelled outer", t)
    g = asyncio.gather(asyncio.sleep(5), asyncio.sleep(6))
    await asyncio.sleep(0)
    g.cancel()
    await measure("cancelled gather", g)
    t = asyncio.create_task(waits_for())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    t.cancel()
    await measure("cancelled wait_for", t)
    c.cancel()
asyncio.run(main())
