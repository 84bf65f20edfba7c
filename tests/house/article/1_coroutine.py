# example: defining a coroutine
async def my_coroutine():
    return "Hello, World!"
