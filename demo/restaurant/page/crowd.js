/* crowd.js - many guests as dots: those who queue, those who wait at the tables, those who eat, those whose dish was
 * burnt. Each sort is one path, made anew when it has changed. */

const DOTS = ["queue", "waits", "eats", "failed"];

function makeCrowd(view) {
	const {svg, room} = view;
	view.dots = {};
	for (const sort of room.crowd ? DOTS : []) {
		const {size} = sort === "queue" ? room.queueField : room.seatField;
		view.dots[sort] = add(svg, "path", {class: `dots ${sort}`, "stroke-width": size.toFixed(1)});
	}
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
			paths.queue += dot(room.queueField.at(queued++));
		else if (sort)
			paths[sort] += dot(room.seatField.at(g.i));
	}
	for (const sort in paths)
		setAttribute(view.dots[sort], "d", paths[sort]);
}

/* Null: this guest is a figure now, or gone. */
function sortOf(room, g, t, places) {
	if (!(t >= g.step))
		return g.i - places > room.heads - 1 ? "queue" : null;
	if (!(t >= g.leave + SEAT))
		return null;
	if (!(t >= g.done))
		return "waits";
	return g.status === "ok" ? "eats" : goes(g) ? null : "failed";
}

function dot([x, y]) {
	return `M${x.toFixed(1)} ${y.toFixed(1)}h0`;
}
