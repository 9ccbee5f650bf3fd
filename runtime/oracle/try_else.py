"""The else of try: when it is run, and what becomes of what it raises."""
import asyncio


async def work(what, where):
    await asyncio.sleep(0.1)
    if what == where:
        raise {"body": ValueError, "else": KeyError, "other": TypeError}[where](where)
    print("  ", where)


async def plain(what):
    try:
        await work(what, "body")
        await work(what, "other")
    except ValueError as error:
        print("   except", repr(error))
    except KeyError as error:
        print("   never", repr(error))
    else:
        await work(what, "else")
    print("   behind")


async def with_finally(what):
    try:
        await work(what, "body")
    except (ValueError, KeyError) as error:
        print("   except", repr(error))
    else:
        await work(what, "else")
    finally:
        print("   finally")
        await asyncio.sleep(0.1)
    print("   behind")


async def nested(what):
    for turn in range(3):
        try:
            try:
                await work(what, "body")
            except ValueError:
                print("   inner except")
                continue
            else:
                if turn == 1:
                    break
                print("   inner else")
        except KeyError:
            print("   outer except")
        else:
            print("   outer else", turn)
    return turn


async def raised_within(what):
    try:
        try:
            raise TypeError("first")
        except TypeError:
            try:
                pass
            except ValueError:
                pass
            else:
                await work(what, "else")
            raise
    except Exception as error:
        print("  ", repr(error), repr(error.__context__))
    else:
        print("   never")


async def main():
    for function in (plain, with_finally, nested, raised_within):
        for what in ("nothing", "body", "other", "else"):
            print(function.__name__, what)
            try:
                result = await function(what)
                if result is not None:
                    print("   gives", result)
            except Exception as error:
                print("   raises", repr(error), repr(error.__context__))


asyncio.run(main())
