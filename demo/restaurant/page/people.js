/* people.js - draws the guests: in the queue, at the desk, on the way to a table, at the table. In a crowd
 * only guests near the desk or on their way are figures; crowd.js draws the rest. */

const SEAT = 0.6, LEAVE = 1.2; /* seconds for the way to the table, and out of the door */
const FIGURES = 24, SERVED = 8; /* in a crowd: the most figures for guests who come, and for guests at the tables who are served */

function makePeople(view, lunch) {
	view.people = [];
	const count = view.room.crowd ? FIGURES + SERVED : lunch.guests.length;
	for (let i = 0; i < count; i++) {
		const figure = add(view.svg, "g", {class: "guest"}), plate = add(view.svg, "g", {}, plateFigure());
		figure.onclick = () => answerByFigure(lunch, figure.guest);
		view.people.push({figure, plate, sign: add(view.svg, "text", {class: "name"})});
	}
}

/* A figure with the looks of guest g. */
function personOf(view, g, t) {
	const served = t >= g.leave + SEAT, lent = served ? FIGURES + g.i % SERVED : g.i % FIGURES;
	const person = view.people[view.room.crowd ? lent : g.i];
	if (person.figure.guest !== g) {
		person.figure.guest = g;
		person.figure.innerHTML = guestFigure(g);
		person.mood = person.figure.querySelector(".mood");
	}
	return person;
}

/* How many places the queue has moved up at t. */
function moved(lunch, t) {
	let places = 0;
	for (const g of lunch.guests) {
		if (g.step === undefined || g.step > t)
			break;
		places += ease((t - g.step) / (g.stepped - g.step));
	}
	return places;
}

function drawPeople(view, lunch, t) {
	const {room} = view, places = moved(lunch, t), used = new Set();
	let behind = 0;
	for (const g of lunch.guests) {
		const at = whereIs(room, g, t, places);
		behind += at.behind ? 1 : 0;
		if (!at.shown)
			continue;
		const person = personOf(view, g, t);
		used.add(person);
		drawPerson(person, room, g, t, at);
	}
	for (const person of view.people)
		if (!used.has(person))
			for (const part of [person.figure, person.plate, person.sign])
				show(part, false);
	setText(view.queueLabel, say("queue") + (behind ? `, ${behind} more` : ""));
}

/* Place and mood of a guest: {x, y, mood, seated (has left the desk), shown, behind (in the queue, not
 * visible)}. */
function whereIs(room, g, t, places) {
	const seated = t >= (g.leave ?? Infinity), slot = g.stepped <= t ? -1 : g.i - places;
	const at = {mood: "calm", seated, shown: true, behind: false};
	[at.x, at.y] = slotAt(room, slot);
	if (!seated) {
		const last = room.crowd ? room.heads - 1 : room.queue.columns * room.queue.rows - 0.5;
		at.behind = slot > last;
		at.shown = !at.behind;
		if (t > g.stepped && t < g.ordered)
			at.mood = "orders";
		else if (t >= g.ordered)
			at.mood = "waits";
		return at;
	}
	const [x, y] = seatAt(room, g.i), part = (t - g.leave) / SEAT;
	at.x += (x - at.x) * ease(part);
	at.y += (y - at.y) * ease((part - 0.6) / 0.4);
	at.mood = !(t >= g.done) ? "waits" : g.status !== "ok" ? "sad" : t >= g.ate ? "glad" : "waits";
	at.shown = room.crowd ? part < 1.1 || (t >= g.pick && t < g.ate + 0.3) : g.i < room.seated || part < 1;
	if (goes(g) && t >= g.done) {
		at.x += (-30 - at.x) * ease((t - g.done) / LEAVE);
		at.shown = at.shown && t < g.done + LEAVE;
	}
	return at;
}

/* Does this guest walk out? Without a dish, yes; with a burnt one, no. */
function goes(g) {
	return g.status === "timeout" || g.status === "cancelled";
}

function drawPerson(person, room, g, t, at) {
	const {figure, plate, sign} = person, scale = room.figure;
	show(figure, true);
	move(figure, at.x, at.y - (at.seated ? 4 : 0), scale);
	setAttribute(person.mood, "d", MOODS[at.mood][skin]);
	const eats = at.seated && t >= g.ate && t >= g.leave + 0.5 && !goes(g);
	show(plate, eats);
	if (eats)
		move(plate, at.x, at.y - 7, scale);
	const failed = t >= g.done && g.status !== "ok", waits = at.seated && t >= g.leave + SEAT && !(t >= g.done);
	show(sign, failed || waits);
	if (failed)
		setText(sign, say(g.status === "timeout" ? "late" : g.status === "cancelled" ? "leaves" : "burnt"));
	else if (waits)
		setText(sign, "· · ·");
	if (failed || waits)
		move(sign, at.x, at.y - 37 * scale);
	figure.classList.toggle("nameless", room.crowd && !at.seated && g.name.length > 4 && !(t >= g.step));
	figure.classList.toggle("fed", t >= g.ate && t < g.ate + 0.8 && g.status === "ok");
}
