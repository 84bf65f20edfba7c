# example: defining coroutine and running it with the event loop.
import asyncio

async def my_coroutine():
    return "Hello, World!"

async def main():
    result = await my_coroutine()
    print(result)

asyncio.run(main())
