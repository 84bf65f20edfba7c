/* kitchen.js - the window with the orders that have no chef yet, the stoves, and the counter with the ready
 * dishes. */

const SLIPS = 4;

function makeKitchen(view, lunch) {
	const {svg, room} = view, {kitchen, counter} = room, wide = room.width - kitchen.x - 4;
	const chefs = w(`kitchen: ${plural(lunch.chefs, "chef")}`, `far ends: ${plural(lunch.chefs, "permit")}`);
	box(svg, "kitchen", kitchen.x, kitchen.top, wide, kitchen.bottom - kitchen.top, 6);
	makeWindow(view);
	box(svg, "counter", kitchen.x, counter.top, wide, counter.bottom - counter.top);
	label(svg, kitchen.x + 8, counter.bottom - 5, say("counter"), "on-wood");
	label(svg, room.width - 8, counter.bottom + 14, chefs, "right");
	view.unfetched = label(svg, 0, 0, "", "right strong");
	view.stoves = [];
	view.rings = null;
	if (room.small) {
		makeRings(view);
		return;
	}
	for (let i = 0; i < room.chefs; i++)
		view.stoves.push(makeStove(view, i));
}

function makeWindow(view) {
	const {svg, room} = view, {kitchen, narrow} = room, [left, right] = room.window, middle = (left + right) / 2;
	box(svg, "window", left + 4, kitchen.top + 16, right - left - 8, kitchen.bottom - kitchen.top - 20, 4);
	label(svg, middle, kitchen.top + 12, say(narrow ? "windowShort" : "window"), "middle");
	view.noSlip = label(svg, middle, kitchen.top + 58, "", "middle");
	view.slips = [];
	for (let i = 0; i < SLIPS; i++) {
		const x = left + 4 + (narrow ? 20 : 21 + (i % 2) * 42);
		const y = kitchen.top + 20 + (narrow ? i * 17 : Math.floor(i / 2) * 26);
		view.slips.push(add(svg, "g", {class: "slip", transform: place(x, y)},
			'<rect x="-19" width="38" height="16"/><text class="name" y="12"></text>'));
	}
}

function makeStove(view, i) {
	const {svg, room} = view, {bottom} = room.kitchen, x = stoveAt(room, i), scale = Math.min(1, room.stoveWidth / 46);
	const figure = add(svg, "g", {transform: place(x, bottom, scale)}, stoveFigure(i)), stove = {};
	for (const part of ["chef", "pot", "steam", "back", "ring", "seconds", "idle"])
		stove[part] = figure.querySelector("." + part);
	stove.name = add(svg, "text", {class: "name", x, y: bottom - 76 * scale - 2});
	stove.plate = add(svg, "g", {transform: place(x, room.counter.top + 8)}, plateFigure());
	return stove;
}

/* Many stoves: a ring for each, which shows its state. */
function makeRings(view) {
	const {svg, room} = view, middle = (room.stoves[0] + room.stoves[1]) / 2;
	const ring = (i, square) => {
		const [x, y, cell] = ringAt(room, i);
		return dot([x, y], cell * 0.7, square);
	};
	view.rings = {};
	view.ringDots = {};
	for (const sort of ["idle", "cooks", "ready"]) {
		view.rings[sort] = add(svg, "path", {class: `dots ring-${sort}`});
		view.ringDots[sort] = Array.from({length: room.chefs}, (_, i) => ring(i, sort === "ready"));
	}
	view.ringCount = label(svg, middle, room.counter.bottom - 5, "", "middle on-wood");
}

/* What is on each stove at t, and which orders wait at the window. */
function kitchenAt(lunch, t) {
	const pots = [], dishes = [], queue = [];
	for (const g of lunch.guests) {
		if (t >= g.cook && t < g.due - TINY && !(t >= g.done))
			pots[g.stove] = g;
		else if (t >= g.due - TINY && t < (g.pick ?? g.done ?? Infinity) && !goes(g))
			dishes[g.stove] = g;
		if (t >= g.queue && !(t >= (g.cook ?? g.done)))
			queue.push(g);
	}
	queue.sort((a, b) => a.queue - b.queue);
	return {pots, dishes, queue};
}

function drawKitchen(view, lunch, t) {
	const {pots, dishes, queue} = kitchenAt(lunch, t), {room} = view;
	drawWindow(view, queue);
	drawNotice(view, lunch, dishes, t);
	view.stoves.forEach((stove, i) => {
		drawStove(stove, pots[i], dishes[i], room.stoveWidth > 64 && skin === RESTAURANT);
		if (pots[i])
			drawPot(stove, pots[i], t, i);
	});
	if (view.rings)
		drawRings(view, pots, dishes);
}

/* The dishes on the counter: above the waiter's path; at his feet when he stands at a stove. */
function drawNotice(view, lunch, dishes, t) {
	const {room} = view, low = gapAt(lunch, t).kind === "stand";
	setAttribute(view.unfetched, "x", room.width - (low && room.narrow ? 8 : 140));
	setAttribute(view.unfetched, "y", low ? room.below : room.counter.bottom + 14);
	setText(view.unfetched, unfetched(lunch, dishes, t, room.narrow));
}

function drawWindow(view, queue) {
	view.slips.forEach((slip, i) => {
		const more = queue.length - SLIPS + 1;
		show(slip, i < queue.length);
		if (i < queue.length)
			setText(slip.lastChild, i === SLIPS - 1 && more > 1 ? `+${more}` : queue[i].name);
	});
	setText(view.noSlip, queue.length ? "" : view.room.narrow ? "–" : say("nobody"));
}

function drawStove(stove, pot, dish, roomy) {
	for (const part of ["pot", "ring", "back", "seconds"])
		show(stove[part], Boolean(pot));
	show(stove.plate, Boolean(dish));
	show(stove.idle, !pot && !dish);
	setAttribute(stove.chef, "opacity", pot || dish ? "1" : "0.55");
	setText(stove.name, pot ? pot.name + (roomy ? `: ${pot.dish}` : "") : dish?.name ?? "");
}

/* The remaining time, as a ring and as a number. */
function drawPot(stove, pot, t, i) {
	const part = 100 * (pot.due - t) / (pot.due - pot.cook);
	setAttribute(stove.ring, "stroke-dasharray", `${part.toFixed(1)} 100`);
	setText(stove.seconds, String(Math.ceil(pot.due - t - 1e-6)));
	move(stove.steam, 0, still ? 0 : Math.sin(t * 6 + i) * 1.5);
}

function drawRings(view, pots, dishes) {
	const paths = {idle: "", cooks: "", ready: ""}, count = {idle: 0, cooks: 0, ready: 0};
	for (let i = 0; i < view.room.chefs; i++) {
		const sort = pots[i] ? "cooks" : dishes[i] ? "ready" : "idle";
		paths[sort] += view.ringDots[sort][i];
		count[sort]++;
	}
	for (const sort in paths)
		setAttribute(view.rings[sort], "d", paths[sort]);
	setText(view.ringCount, w(`${plural(count.cooks, "pot")} on, ${plural(count.ready, "dish", "dishes")} ready`,
		`${plural(count.cooks, "timer")} pending, ${count.ready} due`));
}
