/* walk.js - the waiter's walks. The record has none: each walk is drawn into a part of the gap after its
 * cause, so that everyone arrives in time where the record says. */

const WALK = 0.28, SERVE = 0.9; /* seconds, at most: for a walk to the desk or the window, and for a dish */

/* Gives the lunch its keys, [{t, place, carries}] in order of time, and each guest these times:
 *   step, stepped   begins to walk to the desk, is there   leave   goes to a table
 *   pick            the dish is taken from the counter     ate     has it on the table */
function walk(lunch) {
	const keys = lunch.keys = [{t: 0, place: ["desk"]}];
	const go = (t, place, carries) => keys.push({t, place, carries});
	const stay = t => {
		const last = keys[keys.length - 1];
		if (t > last.t)
			keys.push({t, place: last.place});
	};

	for (const gap of lunch.gaps) {
		stay(gap.from);
		const t = serve(gap, go, stay);
		if (gap.kind === "order")
			listen(gap, t, go, stay);
		else if (gap.kind === "stand")
			go(Math.min(gap.to, t + WALK), ["stove", gap.guest.stove]);
		else
			go(Math.min(gap.to, t + 0.4), gap.kind === "end" ? ["desk"] : ["window"]);
		stay(gap.to);
	}
}

/* He brings the dishes of all guests that were done when the gap began. Returns when that ends. */
function serve(gap, go, stay) {
	const room = (gap.kind === "order" ? 0.5 : 0.9) * (gap.to - gap.from);
	const each = Math.min(SERVE, room / gap.served.length);
	let t = gap.from;
	for (const g of gap.served) {
		if (g.stood && g.queue === undefined) { /* the guest is still at the desk */
			go(t + each * 0.5, ["desk"], "dish");
			Object.assign(g, {pick: t, leave: t + each * 0.45, ate: t + each * 0.45 + 0.6});
		} else if (g.cook !== undefined && (g.status === "ok" || g.status === "bad payload")) {
			go(t + each * 0.42, ["stove", g.stove]);
			go(t + each * 0.85, ["seat", g.i], "dish");
			Object.assign(g, {pick: t + each * 0.42, ate: t + each * 0.85});
		} else {
			g.ate = t;
			g.leave ??= t;
		}
		t += each;
		stay(t);
	}
	return gap.served.length ? t : gap.from;
}

/* He walks to the desk; then, if there is a dish to cook, with the order to the kitchen. */
function listen(gap, t, go, stay) {
	const g = gap.guest, took = Math.min(WALK, (gap.to - t) * 0.3);
	g.step = t;
	g.stepped = t + took;
	go(g.stepped, ["desk"]);
	if (g.cook === undefined && g.queue === undefined)
		return;
	stay(gap.to - took);
	if (!g.stood || g.queue !== undefined)
		g.leave = gap.to - took;
	go(gap.to, g.stood && g.queue === undefined ? ["stove", g.stove] : ["window"], "slip");
}
