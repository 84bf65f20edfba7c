"""order.c in Python: the same lines in the same order."""
import asyncio


async def guest(n):
    for i in range(2):
        print("guest %d, round %d" % (n, i))
        await asyncio.sleep(0)


async def main(n):
    guests = []
    for i in range(n):
        guests.append(asyncio.create_task(guest(i)))
        print("main has started %d" % i)
    for i in range(n):
        await guests[i]
        print("main knows that %d is done" % i)

asyncio.run(main(3))
