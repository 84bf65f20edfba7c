/* room.js - the plan of the room, in units of the drawing, for a width, a number of guests and a number of
 * chefs. Each width gets a layout of its own; it is not scaled. The story goes from left to right: door,
 * desk, kitchen, tables. */

const CROWD = 40;  /* if there are more guests, all but the head of the queue are dots */
const RANGE = 16;  /* if there are more stoves, or each has less room than STOVE, they are small, without names */
const STOVE = 28;
const NARROW = 620;

function planRoom(width, guests, chefs) {
	const room = width < NARROW ? narrowRoom(width, guests) : wideRoom(width, guests);
	room.stoveWidth = (room.stoves[1] - room.stoves[0]) / Math.min(chefs, RANGE);
	Object.assign(room, {width, guests, chefs, crowd: guests > CROWD, small: chefs > RANGE || room.stoveWidth < STOVE});
	if (room.crowd)
		planCrowd(room);
	else
		planTables(room);
	return room;
}

function wideRoom(width, guests) {
	const kitchen = Math.max(262, width * 0.31), tall = guests > 20;
	const abreast = Math.max(5, Math.floor((kitchen - 74) / 24.2) + 1);
	return {
		narrow: false, figure: 1, height: tall ? 298 : 248, rows: tall ? 2 : 1, perRow: 20,
		kitchen: {x: kitchen, top: 6, bottom: 96}, counter: {top: 96, bottom: 114},
		window: [kitchen, kitchen + 92], stoves: [kitchen + 98, width - 8],
		lane: 174, atCounter: 170, atTable: 184, desk: kitchen + 14,
		queue: {x: kitchen - 62, step: 24.2, row: 50, columns: abreast, rows: tall ? 3 : 2},
		seats: {from: kitchen + 66, to: width - 24, y: 230, row: 50, widest: 54}, below: 188,
	};
}

function narrowRoom(width, guests) {
	const rows = guests > 14 ? 3 : 2;
	return {
		narrow: true, figure: 0.86, height: 219 + (rows - 1) * 43, rows, perRow: 8,
		kitchen: {x: 0, top: 3, bottom: 90}, counter: {top: 90, bottom: 105},
		window: [2, 50], stoves: [52, width - 6],
		lane: 184, atCounter: 150, atTable: 158, desk: 133,
		queue: {x: 78, step: 21.5, row: 43, columns: 4, rows: 3},
		seats: {from: 188, to: width - 22, y: 200, row: 43, widest: 40}, below: 162,
	};
}

function planTables(room) {
	room.columns = Math.ceil(Math.min(room.guests, room.rows * room.perRow) / room.rows);
	room.seated = Math.min(room.guests, room.columns * room.rows);
	room.seatStep = Math.min(room.seats.widest, (room.seats.to - room.seats.from) / Math.max(1, room.columns - 1));
}

/* Two fields of dots, for the queue and for the tables, as large as the room allows. */
function planCrowd(room) {
	const {queue, seats, narrow, lane, height, guests} = room;
	room.queueField = narrow ? dotField(8, 100, lane + 20, height - 22, guests)
		: dotField(8, seats.from - 40, lane + 24, height - 8, guests);
	room.seatField = dotField(seats.from - 10, seats.to + 14, narrow ? 200 : 196, height - 8, guests);
	room.heads = queue.columns; /* how many in the queue are figures */
}

function dotField(left, right, top, bottom, count) {
	const wide = right - left, high = bottom - top, step = Math.min(11, Math.sqrt(wide * high / count));
	const columns = Math.max(1, Math.floor(wide / step)), rows = Math.ceil(count / columns);
	const across = wide / columns, down = Math.min(step, high / rows);
	return {
		top, size: Math.min(across, down) * 0.78,
		at: i => [left + (i % columns + 0.5) * across, top + (Math.floor(i / columns) + 0.5) * down],
	};
}

function seatAt(room, i) {
	if (room.crowd)
		return room.seatField.at(i);
	const k = Math.min(i, room.seated - 1), row = Math.floor(k / room.columns);
	return [room.seats.from + (k - row * room.columns) * room.seatStep, room.seats.y + row * room.seats.row];
}

/* The position of a place in the queue, which winds: 0 is its head, -1 the desk; a fraction is on the way. */
function slotAt(room, slot) {
	const {queue, lane, desk} = room;
	if (slot < 0)
		return [queue.x + (desk - 26 - queue.x) * Math.min(1, -slot), lane + 4];
	const at = Math.min(slot, queue.columns * queue.rows - 1), whole = Math.floor(at), part = at - whole;
	const inRow = k => Math.floor(k / queue.columns) % 2 ? queue.columns - 1 - k % queue.columns : k % queue.columns;
	const spot = k => [queue.x - inRow(k) * queue.step, lane + 4 + Math.floor(k / queue.columns) * queue.row];
	const [x, y] = spot(whole), [nextX, nextY] = spot(whole + 1);
	return [x + (nextX - x) * part, y + (nextY - y) * part];
}

function stoveAt(room, i) {
	if (!room.small)
		return room.stoves[0] + room.stoveWidth * (i + 0.5);
	return ringAt(room, i)[0];
}

/* The small stoves: rings in as many rows as fit. */
function ringAt(room, i) {
	const [left, right] = room.stoves, top = room.kitchen.top + 6;
	const wide = right - left, high = room.kitchen.bottom - top - 6;
	const rows = Math.max(2, Math.round(Math.sqrt(room.chefs * high / wide))), columns = Math.ceil(room.chefs / rows);
	const across = wide / columns, down = high / rows;
	return [left + (i % columns + 0.5) * across, top + (Math.floor(i / columns) + 0.5) * down, Math.min(across, down)];
}

/* Where the waiter stands for each of the places in walk.js. */
function placeAt(room, [kind, i]) {
	if (kind === "desk")
		return [room.desk + (room.narrow ? 16 : 24), room.lane + 4];
	if (kind === "window")
		return [(room.window[0] + room.window[1]) / 2 + (room.narrow ? 6 : 0), room.atCounter];
	if (kind === "stove")
		return [stoveAt(room, i), room.atCounter];
	return [seatAt(room, i)[0], room.atTable];
}
