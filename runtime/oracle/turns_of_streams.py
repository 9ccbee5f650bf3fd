"""How many turns of the loop each step of a connection takes, counted by a task that does nothing
but sleep for 0; and what is raised, with its text."""
import asyncio
import socket

turn = 0


async def counter():
    global turn
    while True:
        await asyncio.sleep(0)
        turn += 1


async def measure(name, awaitable):
    before = turn
    result = None
    try:
        result = await awaitable
    except Exception as e:
        name += f" {type(e).__name__}: {e}"
    print(f"{turn - before} {name}")
    return result


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


async def refuse():
    port = free_port()
    before = turn
    try:
        await asyncio.open_connection("127.0.0.1", port)
    except ConnectionRefusedError as e:
        print(turn - before, "refused", str(e).replace(str(port), "PORT"))


handled_at = 0


async def echo(reader, writer):
    global handled_at
    handled_at = turn
    while line := await reader.readline():
        writer.write(line)
        await writer.drain()
    print("handler: end")
    writer.close()


async def main():
    count = asyncio.create_task(counter())
    await asyncio.sleep(0)
    server = await measure("start_server", asyncio.start_server(echo, "127.0.0.1", 0))
    port = server.sockets[0].getsockname()[1]
    before = turn
    reader, writer = await measure("open_connection",
                                   asyncio.open_connection("127.0.0.1", port, limit=20))
    while not handled_at:
        await asyncio.sleep(0)
    print(handled_at - before, "until the handler runs")
    writer.write(b"one\ntwo\n")
    await measure("drain", writer.drain())
    await measure("readline, suspending", reader.readline())
    await measure("readline, at hand or nearly", reader.readline())
    writer.write(b"0123456789\n")
    await measure("readexactly", reader.readexactly(4))
    await measure("read", reader.read(100))
    writer.write(b"0123456789012345678901234\n")
    await measure("readline too long", reader.readline())
    writer.write(b"half\nx y")
    await measure("readuntil", reader.readuntil(b"l"))
    await measure("readline", reader.readline())
    writer.write_eof()
    await measure("readexactly", reader.readexactly(30))
    await measure("readuntil", reader.readuntil(b"z"))
    await measure("read", reader.read(10))
    writer.close()
    await measure("wait_closed", writer.wait_closed())
    await measure("drain", writer.drain())
    server.close()
    await measure("Server.wait_closed", server.wait_closed())
    await refuse()
    count.cancel()


asyncio.run(main())
