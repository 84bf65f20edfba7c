// coroutines.cpp - what a coroutine of C++20 costs, for notes/why-not.md: its frame, and a switch through a queue of 1,000, as
// bench-costs measures ours. g++ -std=c++20 -O2 tests/house/bench/coroutines.cpp -o build/coroutines && build/coroutines
#include <chrono>
#include <coroutine>
#include <cstdio>
#include <cstdlib>
#include <vector>

constexpr int workers = 1000, rounds = 2000;
static std::coroutine_handle<> ready[2][workers];
static int count;
static std::coroutine_handle<> *next_turn = ready[0];
static size_t frame_size;

struct work {
	struct promise_type {
		void *operator new(size_t size) { return malloc(frame_size = size); }
		void operator delete(void *frame) { free(frame); }
		work get_return_object() { return {}; }
		std::suspend_never initial_suspend() noexcept { return {}; }
		std::suspend_never final_suspend() noexcept { return {}; }
		void return_void() {}
		void unhandled_exception() { abort(); }
	};
};

struct turn { // it waits for its next turn
	bool await_ready() { return false; }
	void await_suspend(std::coroutine_handle<> self) { next_turn[count++] = self; }
	void await_resume() {}
};

static work yield_for(int times)
{
	for (int i = 0; i < times; i++)
		co_await turn{};
}

int main()
{
	for (int i = 0; i < workers; i++)
		yield_for(rounds);
	auto start = std::chrono::steady_clock::now();
	for (int round = 0; round < rounds; round++) {
		auto *now = next_turn;
		const int n = count;

		next_turn = ready[(round + 1) % 2];
		count = 0;
		for (int i = 0; i < n; i++)
			now[i].resume();
	}
	std::chrono::duration<double, std::nano> spent = std::chrono::steady_clock::now() - start;
	printf("a switch %.1f ns, a frame %zu bytes, allocated once for each call\n", spent.count() / workers / rounds, frame_size);
}
