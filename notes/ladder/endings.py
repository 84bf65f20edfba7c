"""endings.c in Python: the same lines in the same order."""
import asyncio


async def cook(dish):
    await asyncio.sleep(0.1)
    if dish == "roast":
        raise ValueError("burnt")
    await asyncio.sleep(0.1)


class Seat:
    def __init__(self, guest):
        self.guest = guest

    async def __aenter__(self):
        print(self.guest, "sits down")

    async def __aexit__(self, *error):
        print(self.guest, "gets up")


async def lunch(guest, dish):
    async with Seat(guest):
        try:
            await cook(dish)
            print(guest, "eats")
        except Exception:
            print(guest, "goes without")


async def main():
    orders = {"Alice": "soup", "Bob": "roast", "Charlie": "pasta"}
    tasks = {guest: asyncio.create_task(lunch(guest, dish)) for guest, dish in orders.items()}
    await asyncio.sleep(0.15)
    print("Charlie is called away")
    tasks["Charlie"].cancel()
    for guest, task in tasks.items():
        try:
            await task
            print(guest + "'s lunch: done")
        except asyncio.CancelledError:
            print(guest + "'s lunch: cancelled")
        except Exception:
            print(guest + "'s lunch: failed")

asyncio.run(main())
