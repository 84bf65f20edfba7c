# Rule 27: an error that nobody looked at is reported; one that was awaited or looked at is not, nor is a
# cancellation.
import asyncio
import gc
from virtual import catch, run, say, sleep_ms, status_name, task_result

reports = 0
tasks = []


def report(loop, context):
    global reports
    what = context["message"]
    reports += "never retrieved" in what or "during asyncio.run() shutdown" in what


async def work(ms, error):
    await catch(sleep_ms(ms))
    raise error


async def async_main():
    asyncio.get_running_loop().set_exception_handler(report)
    errors = asyncio.CancelledError(), ValueError(), ValueError(), ValueError(), ValueError()
    for i in range(5):
        tasks.append(asyncio.create_task(work((10, 10, 10, 10, 90)[i], errors[i])))
    await sleep_ms(20)
    err = await catch(tasks[1])
    say(f"awaited: {status_name(err)}")
    say(f"looked at: {status_name(task_result(tasks[2]))}")


run(async_main())
tasks.clear()
gc.collect()
say(f"reports: {reports}")
