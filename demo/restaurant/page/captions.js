/* captions.js - one sentence under each half: what happens now, and why. It changes only from one gap between
 * two events to the next, so it does not flicker. */

function caption(lunch, t) {
	const gap = gapAt(lunch, t);
	if (t >= lunch.end)
		return `${w("Closed", "Done")} after ${seconds(lunch.end)}. ${sum(lunch)}.`;
	const sentence = {order: ordering, stand: standing, rest: resting}[gap.kind];
	return badNews(gap) + sentence(lunch, gap);
}

/* What went wrong for a guest when this gap began. */
function badNews(gap) {
	const g = gap.served.find(x => x.status !== "ok");
	if (!g)
		return "";
	if (g.status === "timeout")
		return w(`${g.name} has waited too long, and goes. `, `${g.name}: timeout; only this task ends. `);
	if (g.status === "cancelled")
		return w(`${g.name} leaves: the order is called off. `,
			`${g.name} is cancelled; its permit is free again. `);
	return w(`${g.name}’s dish is burnt; all others go on. `,
		`${g.name}: ${g.status}; the error stays in that task. `);
}

/* The waiter stands by a pot (synchronous lunch), or cooks himself (a blocking call in the asynchronous
 * lunch). */
function standing(lunch, gap) {
	const {name, dish} = gap.guest, took = seconds(gap.to - gap.from);
	const queue = lunch.guests.filter(x => x.first > gap.from).length;
	if (lunch.way === ASYNC)
		return w(`The waiter cooks ${name}’s ${dish} himself, ${took}: nobody is served, dishes get cold.`,
			`guest(${name}) makes a blocking call, ${took}: the loop and all other tasks stand still.`);
	if (!queue)
		return w(`${name}’s ${dish} takes ${took}: the waiter stands and waits.`,
			`guest(${name}) blocks for ${took} in clock_spend(): the loop cannot go on.`);
	return w(`${name}’s ${dish} takes ${took}: the waiter stands and waits, `
		+ `and ${plural(queue, "guest")} with him.`,
		`guest(${name}) blocks for ${took} in clock_spend(): `
		+ `the loop cannot go on; ${plural(queue, "task has", "tasks have")} not started.`);
}

/* The waiter listens to a guest; before, he has served others, or left a guest whose dish cooks. */
function ordering(lunch, gap) {
	const {name, dish} = gap.guest, took = seconds(gap.to - gap.from), before = gap.asked;
	const fed = gap.served.filter(x => x.cook !== undefined && !x.stood && x.status === "ok");
	if (fed.length)
		return w(`The bell: ${listed(fed)} can eat. The waiter serves, then listens to ${name}.`,
			`Timer fired: ${listed(fed)} resumed and done. Then guest(${name}) runs.`);
	if (before?.cook !== undefined && before.cook <= gap.from + TINY)
		return turning(lunch, gap, before);
	if (before?.queue !== undefined)
		return w(`All chefs are busy: ${before.name}’s order waits at the window. The waiter turns to ${name}.`,
			`No permit is free: guest(${before.name}) awaits the semaphore. The loop runs guest(${name}).`);
	return w(`${name} orders ${dish}: the waiter listens for ${took}.`,
		`guest(${name}) runs: ${took} of work on the one thread.`);
}

/* The most important sentence of the page. */
function turning(lunch, gap, before) {
	const {name} = gap.guest, took = seconds(before.due - before.cook);
	const pots = cooking(lunch, gap.from).length, many = pots > 1;
	return w(`${before.name}’s ${before.dish} takes ${took}: the waiter turns to ${name}.`
		+ (many ? ` ${pots} pots cook.` : ""),
		`guest(${before.name}) awaits a timer of ${took}: the loop runs guest(${name}).`
		+ (many ? ` ${pots} wait at once.` : ""));
}

function resting(lunch, gap) {
	const fed = gap.served.filter(x => x.status === "ok"), pots = cooking(lunch, gap.from).length;
	const bell = fed.length ? w(`The bell: ${listed(fed)} can eat. `, `${listed(fed)} resumed and done. `) : "";
	const nobody = lunch.guests.every(x => x.first <= gap.from);
	return bell + w((nobody ? "Nobody is at the door: the" : "The")
		+ ` waiter rests until the bell; ${plural(pots, "pot cooks", "pots cook")}.`,
		`Nothing is ready: the loop sleeps ${seconds(gap.to - gap.from)}; ${plural(pots, "timer")} pending.`);
}

/* Why a ready dish is not fetched: the waiter has not heard of it, or he serves another guest. Empty: no dish
 * is ready, or he comes. */
function unfetched(lunch, dishes, t, short) {
	const gap = gapAt(lunch, t), isHeard = g => g.woken <= t + TINY;
	const waiting = dishes.filter(g => g && g.done >= gap.to - TINY && t > g.due + 0.1);
	const g = waiting.find(g => !isHeard(g)) ?? waiting[0];
	if (!g || lunch.way === SYNC || !gap.guest)
		return "";
	if (gap.kind === "stand" && short)
		return w(`${g.name}’s gets cold: he hears no bell`, `${g.name} is due: the loop cannot look`);
	if (gap.kind === "stand")
		return w(`${g.name}’s dish gets cold: he cooks, and hears no bell`,
			`${g.name}’s timer is due: the loop cannot look`);
	if (isHeard(g) && short)
		return w(`${g.name}’s is next`, `${g.name} is ready`);
	if (isHeard(g))
		return w(`${g.name}’s dish is next: he listens to ${gap.guest.name} first`,
			`${g.name} is ready: guest(${gap.guest.name}) runs first`);
	if (short)
		return w(`${g.name}’s is ready: not seen yet`, `${g.name} is due: not seen yet`);
	return w(`${g.name}’s dish is ready: he looks for dishes between two guests`,
		`${g.name}’s timer is due: the loop looks at its timers once a turn`);
}

/* The guests whose dish cooks at t. */
function cooking(lunch, t) {
	return lunch.guests.filter(g => g.cook <= t + TINY && t < Math.min(g.due, g.done) - TINY);
}

/* The length of the whole lunch as a sum, if it can be written as one. */
function sum(lunch) {
	const {guests, end, blocked, way} = lunch, n = guests.length, last = guests[n - 1];
	const pot = g => g.cook === undefined ? 0 : g.due - g.cook, is = t => Math.abs(t - end) < 0.001;
	const order = guests[0].ordered - guests[0].first, orders = `${n} × ${seconds(order)}`;
	const pots = guests.reduce((all, g) => all + pot(g), 0);

	if (pots < TINY && is(n * order))
		return `${orders} = ${seconds(end)}` + w(", all of it the waiter’s own work", ", all of it work");
	if (way === SYNC && is(n * (order + pot(guests[0]))))
		return `${n} × (${seconds(order)} + ${seconds(pot(guests[0]))}) = ${seconds(end)}`;
	if (way === SYNC)
		return `${orders} + ${seconds(pots)} of ${w("cooking", "waiting")} = ${seconds(end)}`;
	if (is(n * order + pot(last)) && last.queue === undefined)
		return `${orders} + ${seconds(pot(last))} = ${seconds(end)}`
			+ (n === 1 ? "" : w("; the other pots cooked meanwhile", "; the other waits overlap"));
	const own = blocked ? `, ${seconds(blocked)} of ${w("his own cooking", "a blocking call")}` : "";
	return `${orders} of ${w("orders", "work")}${own}, and ${seconds(end - n * order - blocked)} `
		+ `until the last ${w("dish", "task is done")}`;
}
