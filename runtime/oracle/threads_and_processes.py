"""What threads and subprocesses give, raise, and do when they are cancelled."""
import asyncio
import os
import signal
import time
from asyncio.subprocess import DEVNULL, PIPE, STDOUT


def work(seconds, how):
    time.sleep(seconds)
    print("thread done", how)
    if how == "raise":
        raise KeyError(how)
    return how


async def results():
    print("gives", await asyncio.to_thread(work, 0.1, "value"))
    try:
        await asyncio.to_thread(work, 0.1, "raise")
    except KeyError as error:
        print(f"raises {error!r}")


async def cancelled():
    task = asyncio.create_task(asyncio.to_thread(work, 0.55, "late"))
    await asyncio.sleep(0.2)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled at once")
    try:
        await asyncio.wait_for(asyncio.to_thread(work, 0.55, "too late"), 0.1)
    except TimeoutError as error:
        print(f"{error!r}")


async def side_by_side():
    print(*await asyncio.gather(*(asyncio.to_thread(work, seconds, seconds)
                                  for seconds in (0.3, 0.1, 0.2))))


async def communicate():
    sort = await asyncio.create_subprocess_exec("sort", "-r", stdin=PIPE, stdout=PIPE)
    out, err = await sort.communicate(b"a\nb\n")
    print(out.decode().split(), err, sort.returncode)
    shell = await asyncio.create_subprocess_shell(
        "echo out; echo err >&2; sleep 0.3; exit 3", stdout=PIPE, stderr=STDOUT)
    out, err = await shell.communicate()
    print(out.decode().split(), err, shell.returncode)


async def lines():
    shell = await asyncio.create_subprocess_shell(
        "for i in 1 2 3; do sleep 0.2; echo line $i; done; printf half", stdout=PIPE,
        stdin=DEVNULL)
    async for line in shell.stdout:
        print(repr(line.decode()))
    print(await shell.wait(), await shell.wait())


async def signals():
    sleeper = await asyncio.create_subprocess_exec("sleep", "5")
    waiting = asyncio.create_task(sleeper.wait())
    await asyncio.sleep(0.1)
    sleeper.terminate()
    number = await waiting
    print(number, signal.Signals(-number).name)
    try:
        sleeper.kill()
    except ProcessLookupError as error:
        print(type(error).__name__)


async def impatience():
    sleeper = await asyncio.create_subprocess_exec("sleep", "0.5")
    try:
        await asyncio.wait_for(sleeper.wait(), 0.2)
    except TimeoutError:
        print("too slow,", sleeper.returncode)
    print(await sleeper.wait())


async def not_started():
    for program, folder in (("no_such_program", None), ("/etc/passwd", None),
                            ("true", "/no/such/folder"), ("true", "/etc/passwd")):
        try:
            await asyncio.create_subprocess_exec(program, cwd=folder)
        except OSError as error:
            print(f"{type(error).__name__}: {error}")


async def main():
    for part in (results, cancelled, side_by_side, communicate, lines, signals,
                 impatience, not_started):
        print("--", part.__name__)
        await part()
    print("main ends")


asyncio.run(main())
print("run has returned")
