/* who.js - a table of the tasks: which one runs, which are ready, in order, and which wait for what. */

const READY = 6, WAITING = 8; /* names in a cell */

function makeWho() {
	const cells = '<td class="sync"><div></div></td><td class="async"><div></div></td>';
	byId("who").innerHTML = ["running", "ready", "waiting"]
		.map(row => `<tr class="${row}"><th scope="row">${say(row)}</th>${cells}</tr>`).join("");
}

function drawWho(states) {
	const [running, ready, waiting] = byId("who").rows;
	states.forEach((state, way) => {
		const lunch = lunches[way], cell = row => row.children[1 + way].firstChild;
		const inOrder = (id, i) => `<span class="chip" data-place="${i + 1}">${nameOf(lunch, id)}</span>`;
		setHtml(cell(running), runningCell(lunch, state));
		setHtml(cell(ready), some(state.ready, READY, inOrder) || "–");
		setHtml(cell(waiting), waitingCell(lunch, state));
	});
}

function runningCell(lunch, state) {
	if (state.running)
		return `<span class="chip now">${nameOf(lunch, state.running)}</span>`;
	if (t >= lunch.end && state.index === lunch.events.length - 1)
		return say("over");
	return say(state.sleeps ? "rests" : "looks");
}

function waitingCell(lunch, state) {
	const timers = [], permits = [];
	for (const [id, event] of state.waits)
		if (timerOf(event) !== undefined)
			timers.push(id);
		else if (/permit/.test(event.for))
			permits.push(id);
	const chip = (id, more) => `<span class="chip">${nameOf(lunch, id)}${more}</span>`;
	return waitingFor("timer", timers, id => chip(id, timeLeft(lunch.byId.get(id))))
		+ waitingFor("permit", permits, id => chip(id, ""))
		|| (lunch.way === SYNC && t < lunch.end ? say("standing") : "–");
}

function waitingFor(what, ids, chip) {
	return ids.length ? `<div>${say(what)}: ${some(ids, WAITING, chip)}</div>` : "";
}

function timeLeft(g) {
	if (g?.due === undefined)
		return "";
	return ` ${g.due > t + 1e-6 ? `${Math.ceil(g.due - t - 1e-6)} s` : say("boiled")}`;
}

/* The first few of a list, and the number of the others. */
function some(list, most, html) {
	return list.slice(0, most).map(html).join("") + (list.length > most ? `+${list.length - most}` : "");
}
