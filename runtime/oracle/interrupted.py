"""What SIGINT does to the main task, and what comes out of run."""
import asyncio
import os
import signal


async def interrupt_after(seconds):
    await asyncio.sleep(seconds)
    print("SIGINT")
    os.kill(os.getpid(), signal.SIGINT)


async def other():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("other cancelled")
        raise


async def cleans_up():
    helpers = [asyncio.create_task(interrupt_after(0.3)), asyncio.create_task(other())]
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError as error:
        print(f"main: {error!r}")
        raise
    finally:
        await asyncio.sleep(0.2)
        print("cleaned up")


async def swallows():
    helper = asyncio.create_task(interrupt_after(0.3))
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError:
        print("main: never mind")
    return "value"


async def raises_another():
    helper = asyncio.create_task(interrupt_after(0.3))
    try:
        await asyncio.sleep(5)
    finally:
        raise KeyError("clean-up")


async def in_a_group():
    async with asyncio.TaskGroup() as group:
        group.create_task(interrupt_after(0.3))
        group.create_task(other())


async def busy():
    helper = asyncio.create_task(interrupt_after(0))
    for turn in range(1000000):
        await asyncio.sleep(0)
    print("never")


for main in (cleans_up, swallows, raises_another, in_a_group, busy):
    print("--", main.__name__)
    try:
        print("gives", asyncio.run(main()))
    except BaseException as error:
        print(f"{error!r} context {error.__context__!r}")
