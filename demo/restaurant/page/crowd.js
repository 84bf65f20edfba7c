/* crowd.js - draws many guests as dots: in the queue, waiting at the tables, eating, or with a burnt dish.
 * Each kind is one path, which is made anew when it has changed. */

const DOTS = ["queue", "waits", "eats", "failed"];

function makeCrowd(view) {
	const {svg, room} = view;
	view.dots = {};
	if (!room.crowd)
		return;
	for (const sort of DOTS)
		view.dots[sort] = add(svg, "path", {class: `dots ${sort}`});
	const round = dotsOf(room.guests, room.seatField);
	view.queueDots = dotsOf(room.guests, room.queueField);
	view.seatDots = {waits: round, eats: round, failed: dotsOf(room.guests, room.seatField, true)};
}

function dotsOf(count, field, square) {
	return Array.from({length: count}, (_, i) => dot(field.at(i), field.size, square));
}

function drawCrowd(view, lunch, t) {
	const {room} = view;
	if (!room.crowd)
		return;
	const paths = {queue: "", waits: "", eats: "", failed: ""}, places = moved(lunch, t);
	let queued = 0;
	for (const g of lunch.guests) {
		const sort = sortOf(room, g, t, places);
		if (sort === "queue")
			paths.queue += view.queueDots[queued++];
		else if (sort)
			paths[sort] += view.seatDots[sort][g.i];
	}
	for (const sort in paths)
		setAttribute(view.dots[sort], "d", paths[sort]);
}

/* Null: this guest is drawn as a figure, or has gone. */
function sortOf(room, g, t, places) {
	if (!(t >= g.step))
		return g.i - places > room.heads - 1 ? "queue" : null;
	if (!(t >= g.leave + SEAT))
		return null;
	if (!(t >= g.done))
		return "waits";
	return g.status === "ok" ? "eats" : goes(g) ? null : "failed";
}

/* Path data of a dot, round or square. A tiny dot is always square: that looks the same and is drawn
 * faster. */
function dot([x, y], size, square = false) {
	const r = size / 2, d = size.toFixed(1), left = (x - r).toFixed(1);
	if (square || size < 5)
		return `M${left} ${(y - r).toFixed(1)}h${d}v${d}h-${d}z`;
	return `M${left} ${y.toFixed(1)}a${r} ${r} 0 1 0 ${d} 0a${r} ${r} 0 1 0 -${d} 0`;
}
