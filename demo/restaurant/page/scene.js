/* scene.js - the picture of one half: a pure function of the lunch and of t. */

/* Draws what does not move, then everything that moves, from back to front. */
function makeScene(svg, lunch, width) {
	const room = planRoom(width, lunch.guests.length, lunch.chefs), view = {svg, room};
	svg.setAttribute("viewBox", `0 0 ${width} ${room.height}`);
	svg.replaceChildren();
	box(svg, "floor", 0, 0, width, room.height);
	for (let y = room.counter.bottom + 24; y < room.height; y += 28)
		add(svg, "path", {d: `M0 ${y}H${width}`, class: "tile"});
	if (!room.narrow)
		box(svg, "behind", 0, 0, room.kitchen.x - 8, room.counter.bottom + 4);
	makeKitchen(view, lunch);
	makeTables(view);
	makeCrowd(view);
	makePeople(view, lunch);
	makeWaiter(view);
	makeSign(view, lunch);
	return view;
}

function makeTables(view) {
	const {svg, room} = view, {seats, counter, narrow} = room;
	const above = narrow || room.crowd ? counter.bottom + 30 : seats.y - room.figure * 36 - 6;
	label(svg, room.width - 8, above, say("tables"), "right");
	view.queueLabel = narrow ? label(svg, 6, room.height - 5, "") : label(svg, 10, room.lane - 38, "");
	if (room.crowd) {
		const top = room.seatField.top - 4;
		box(svg, "table", seats.from - 16, top, seats.to - seats.from + 36, room.height - 4 - top, 4);
		return;
	}
	for (let first = 0; first < room.seated; first += room.columns) {
		const [x, y] = seatAt(room, first), [to] = seatAt(room, Math.min(room.seated, first + room.columns) - 1);
		box(svg, "table", x - 18, y - 6, Math.max(36, to - x + 36), 20, 4);
	}
}

function makeSign(view, lunch) {
	const {svg, room} = view, [x, y] = room.narrow ? [82, room.seats.y + 18] : [(room.kitchen.x - 10) / 2, room.lane + 6];
	view.sign = add(svg, "g", {class: "sign", transform: place(x, y)},
		`<path d="M-40 -26L0 -44L40 -26"/><rect x="-70" y="-26" width="140" height="50" rx="6"/>
		<text y="-7">${say("closed")}</text><text class="sum" y="15">${seconds(lunch.end)}</text>`);
}

function drawScene(view, lunch, t) {
	const shown = Math.min(t, lunch.end + 1.9);
	drawKitchen(view, lunch, shown);
	drawPeople(view, lunch, shown);
	drawCrowd(view, lunch, shown);
	drawWaiter(view, lunch, shown);
	show(view.sign, shown >= lunch.end);
}
