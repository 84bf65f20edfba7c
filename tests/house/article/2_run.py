# example: getting the event loop and running coroutine
import asyncio

async def main():
    result = await my_coroutine()
    print(result)

asyncio.run(main())
