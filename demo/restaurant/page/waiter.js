/* waiter.js - draws the waiter, who walks between the places of walk.js: what he carries, what is said, and
 * the path he has just walked. */

function makeWaiter(view) {
	const {svg, room} = view;
	view.trail = add(svg, "path", {class: "trail"});
	add(svg, "g", {transform: place(room.desk, room.lane + 6)}, deskFigure());
	view.waiter = add(svg, "g", {class: "waiter"}, waiterFigure());
	view.mouth = view.waiter.querySelector(".mouth");
	view.pose = view.waiter.querySelector(".pose");
	view.tray = add(view.waiter, "g", {transform: place(18, -38)});
	view.bubble = add(svg, "g", {class: "bubble"}, '<rect height="20" y="-20" rx="9"/><path/><text y="-6"></text>');
}

/* The index of his last key at or before t. */
function keyAt(keys, t) {
	let low = 0, high = keys.length - 1;
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if (keys[middle].t <= t)
			low = middle;
		else
			high = middle - 1;
	}
	return low;
}

/* Where he is at t: {x, y, walks, carries, key}. */
function onTheWay(view, lunch, t) {
	const key = keyAt(lunch.keys, t), from = lunch.keys[key], to = lunch.keys[key + 1] ?? from;
	const part = to.t > from.t ? ease((t - from.t) / (to.t - from.t)) : 1;
	const [x, y] = placeAt(view.room, from.place), [toX, toY] = placeAt(view.room, to.place);
	const walks = Math.hypot(toX - x, toY - y) > 3 && part > 0 && part < 1;
	return {x: x + (toX - x) * part, y: y + (toY - y) * part, walks, carries: walks ? to.carries : undefined, key};
}

function drawWaiter(view, lunch, t) {
	const at = onTheWay(view, lunch, t), gap = gapAt(lunch, t), stands = gap.kind === "stand" && !at.walks;
	const bob = at.walks && !still ? Math.abs(Math.sin(t * 18)) * 2.5 : 0;
	const carried = {dish: plateFigure, slip: slipFigure}[at.carries];
	move(view.waiter, at.x, at.y - bob, view.room.figure * 1.06);
	setAttribute(view.mouth, "d", MOUTHS[stands ? "grim" : "glad"][skin]);
	setHtml(view.pose, POSES[stands ? "crossed" : carried ? "carries" : "hangs"][skin]);
	setHtml(view.tray, carried ? carried() : "");
	setAttribute(view.trail, "d", trail(view, lunch, t, gap, at));
	drawBubble(view, stands ? standingWords(lunch, t, gap, at) : otherWords(view, lunch, t, gap, at));
}

/* His path since this gap began, while he serves: he may serve several dishes faster than the eye can
 * follow. */
function trail(view, lunch, t, gap, at) {
	if (!gap.served.some(g => !g.stood && t < g.ate + 0.6))
		return "";
	let first = at.key;
	while (first > 0 && lunch.keys[first].t >= gap.from)
		first--;
	const places = lunch.keys.slice(first, at.key + 1).map(key => placeAt(view.room, key.place));
	return "M" + [...places, [at.x, at.y]].map(([x, y]) => `${x.toFixed(1)} ${(y - 3).toFixed(1)}`).join("L");
}

/* What is said, and where: {text, x, y, beside (at the waiter's side, not above a guest)}. */
function standingWords(lunch, t, gap, at) {
	const left = `${Math.ceil(gap.to - t - 1e-6)} s`;
	return {text: w(lunch.way === ASYNC ? `cooks ${left}` : `waits ${left}`, `blocked ${left}`), ...at, beside: true};
}

function otherWords(view, lunch, t, gap, at) {
	const left = `${Math.ceil(gap.to - t - 1e-6)} s`, g = gap.guest;
	if (gap.kind === "rest" && !at.walks && t > gap.from + 0.5)
		return {text: w(`rests ${left}`, `asleep ${left}`), ...at, beside: true};
	if (gap.kind !== "order" || t < g.stepped || t >= (g.leave ?? gap.to))
		return null;
	const [x, y] = slotAt(view.room, -1), big = g.cook === undefined && g.queue === undefined;
	return {text: w(big ? "a big order …" : `${g.dish}, please`, "runs"), x, y, beside: false};
}

function drawBubble(view, said) {
	const {bubble, room} = view;
	show(bubble, said !== null);
	if (!said)
		return;
	const [back, tip, text] = bubble.children, width = said.text.length * 6.6 + 14, half = width / 2;
	const left = said.beside && said.x + width + 26 > room.width; /* no room at his right */
	const x = said.beside ? said.x + (half + 20) * (left ? -1 : 1) : said.x - half + 17;
	move(bubble, clamp(x, half + 2, room.width - half - 2), said.y - (said.beside ? 30 : 38) * room.figure);
	setAttribute(back, "x", -half);
	setAttribute(back, "width", width);
	if (!said.beside)
		setAttribute(tip, "d", `M${half - 21} -.7l4 6l4 -6`);
	else
		setAttribute(tip, "d", left ? `M${half - 0.7} -14l7 4l-7 4` : `M${0.7 - half} -14l-7 4l7 4`);
	setText(text, said.text);
}
