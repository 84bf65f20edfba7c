/* lunch.js - turns a record into a lunch: the guests, with the times of what happens to them, and what the
 * waiter does in each gap between two moments of the record. */

const SYNC = 0, ASYNC = 1, TINY = 1e-9;

/* A guest has: i, id, name, dish; and times, undefined if it never happens:
 *   first    the waiter comes                 queue   the order begins to wait for a chef
 *   ordered  the order has been taken         cook    the pot begins to cook …  due   … until then
 *   woken    the waiter hears that it is done done    the guest eats, or goes: status
 *   stood    the waiter stands by the pot
 * A gap: from, to, kind ("order", "stand", "rest", "end"), guest, served (guests that were done when it
 * began), asked (the guest whose order was taken just before). */
function understand(events, way, chefs) {
	const lunch = {events, way, guests: [], byId: new Map(), gaps: [], end: events[events.length - 1].t};
	let running, from = 0, served = [], asked;

	for (const e of events) {
		if (e.t > from) {
			const kind = !running ? "rest" : running.ordered === undefined ? "order" : "stand";
			lunch.gaps.push({from, to: e.t, kind, guest: running, served, asked});
			served = [];
			asked = undefined;
			from = e.t;
		}
		if (e.ev === "spawn" && e.coro === "guest")
			addGuest(lunch, e);
		const g = lunch.byId.get(e.worker);
		if (e.ev === "resume")
			running = g;
		else if (e.ev === "suspend" || e.ev === "done")
			running = undefined;
		if (g)
			live(g, e);
		if (g && e.ev === "suspend")
			asked = g;
		if (g && e.ev === "done")
			served.push(g);
	}
	lunch.gaps.push({from: lunch.end, to: lunch.end + 2, kind: "end", served, asked});
	lunch.blocked = stoodUntil(lunch, lunch.end);
	giveStoves(lunch, chefs);
	return lunch;
}

function addGuest(lunch, e) {
	const [name, dish] = e.name.split(": ");
	const g = {i: lunch.guests.length, id: e.worker, name, dish: dish ?? "dish"};
	lunch.guests.push(g);
	lunch.byId.set(g.id, g);
}

/* Notes what one event means for a guest. */
function live(g, e) {
	if (e.ev === "resume") {
		g.first ??= e.t;
		g.resumed = e.t;
	} else if (e.ev === "ordered") {
		g.ordered = g.resumed = e.t;
	} else if (e.ev === "suspend") {
		g.ordered ??= e.t; /* older records have no "ordered" */
		if (/permit/.test(e.for))
			g.queue = e.t;
		else if (timerOf(e) !== undefined)
			Object.assign(g, {cook: e.t, due: e.t + timerOf(e)});
	} else if (e.ev === "wake") {
		g.woken = e.t; /* the last of several counts */
	} else if (e.ev === "done") {
		g.ordered ??= e.t;
		Object.assign(g, {done: e.t, status: e.status});
		if (g.cook === undefined && e.t > g.resumed)
			Object.assign(g, {cook: g.resumed, due: e.t});
		g.stood = g.cook !== undefined && g.cook === g.resumed;
	}
}

/* A pot takes the lowest free stove until its dish is fetched, when the permit is given back. */
function giveStoves(lunch, chefs) {
	const free = [];
	for (const g of lunch.guests.filter(g => g.cook !== undefined).sort((a, b) => a.cook - b.cook)) {
		let stove = 0;
		while (free[stove] > g.cook + TINY)
			stove++;
		g.stove = stove;
		free[stove] = g.done;
	}
	lunch.chefs = chefs || Math.max(1, free.length);
}

function gapAt(lunch, t) {
	let low = 0, high = lunch.gaps.length - 1;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (t < lunch.gaps[middle].to - TINY)
			high = middle;
		else
			low = middle + 1;
	}
	return lunch.gaps[low];
}

/* How long the waiter has stood by pots, up to t. */
function stoodUntil(lunch, t) {
	const until = gap => clamp(t - gap.from, 0, gap.to - gap.from);
	return lunch.gaps.reduce((sum, gap) => sum + (gap.kind === "stand" ? until(gap) : 0), 0);
}

function eating(lunch, t) {
	return lunch.guests.filter(g => g.done <= t && g.status === "ok").length;
}
