import aiohttp
import asyncio
import time

async def predict_gender(name, session):
    url = f"https://api.genderize.io?name={name}"
    async with session.get(url) as response:
        data = await response.json()
        return name, data['gender']

async def main():
    names = ["Alice", "Bob", "Charlie", "Diana", "Eve"]
    start_time = time.time()
    
    async with aiohttp.ClientSession(raise_for_status=True) as session:
        tasks = [predict_gender(name, session) for name in names]
        results = []
        
        for coro in asyncio.as_completed(tasks):
            result = await coro
            results.append(result)
    
    end_time = time.time()
    print(f"Time taken: {end_time - start_time:.2f} seconds")
    print(results)

if __name__ == "__main__":
    asyncio.run(main())
