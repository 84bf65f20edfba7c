/* code.js - the program beside the picture: listings that build.awk has cut from the sources. The current
 * line of each lunch is lit, and the names of the guests who are paused at a line stand below it. */

const PARKED = 9; /* names below a line, at most */

/* The lines that can be lit, by name; each with its note in the restaurant's and in the field's words. */
const MARKS = {
	guest: {
		listen: [/clock_spend\(self->order/, "the waiter listens", "work on the thread"],
		permit: [/semaphore_acquire/, "a chef?", "a permit?"],
		cook: [/clock_spend\(self->cook/, "he stands by until it is done", "blocks: nobody else can run"],
		timer: [/sleep_for/, "he turns to the next", "suspends here"],
		end: [/ASYNC_END/, "", ""],
	},
	door: {
		seat: [/seat\(/, "the next guest comes in", "starts a task"],
		next: [/AWAIT\(sleep_for/, "one at a time", "lets the loop turn"],
		end: [/ASYNC_END/, "", ""],
	},
	loop: {
		sleep: [/wait_for_events/, "he rests until the bell", "sleeps until a timer is due"],
		run: [/run_ready/, "each who is next, in order", "runs each ready task until it awaits"],
		timers: [/timers_fire/, "which pots are done? he notes whose", "whose deadline has come is ready"],
	},
};
const TITLES = {guest: "guest()", door: "door()", loop: "one turn of the loop"};

let listings; /* by name: {file, rows: [{line, row, mark}]} */

/* The sources' comments use the restaurant's words only, so the notes of MARKS replace them. */
function makeCode() {
	const code = byId("code"), sources = JSON.parse(byId("listings").textContent), comment = /\s*\/\*.*?\*\/\s*$/;
	const open = code.querySelector("details")?.open;
	code.replaceChildren();
	listings = {};
	for (const name in MARKS) {
		const {file, lines} = sources[name], folded = name === "door";
		const block = document.createElement(folded ? "details" : "div");
		const title = document.createElement(folded ? "summary" : "h3");
		title.innerHTML = `${TITLES[name]} <span>${file}</span>`;
		block.append(title);
		listings[name] = lines.map(([line, text]) => makeRow(block, name, line, text.replace(comment, "")));
		code.append(block);
	}
	code.querySelector("details").open = Boolean(open);
}

function makeRow(block, name, line, text) {
	const row = document.createElement("div"), marks = MARKS[name];
	const mark = Object.keys(marks).find(key => marks[key][0].test(text));
	row.className = "line";
	row.innerHTML = `<i></i><i></i><u>${line}</u><code></code><div class="parked"></div>`;
	const code = row.querySelector("code");
	code.textContent = text;
	if (mark && marks[mark][1 + skin]) {
		const note = document.createElement("em");
		note.textContent = marks[mark][1 + skin];
		code.append(note);
	}
	block.append(row);
	return {line, mark, row, parked: row.lastChild};
}

/* Lights the lines of both lunches, and shows the names for the asynchronous one. */
function drawCode(states) {
	const parked = idsByLine(states[ASYNC]), name = id => `${nameOf(lunches[ASYNC], id)} `;
	for (const listing in listings)
		for (const entry of listings[listing]) {
			const [sync, async] = states.map((state, way) => isLit(state, way, listing, entry));
			setAttribute(entry.row, "class", `line${sync ? " sync" : ""}${async ? " async" : ""}`);
			setText(entry.row.children[0], sync ? "S" : "");
			setText(entry.row.children[1], async ? "A" : "");
			const ids = listing === "guest" && parked.get(entry.line);
			setText(entry.parked, ids ? `A ${say("parked")}: ${some(ids, PARKED, name)}` : "");
		}
}

function isLit(state, way, listing, entry) {
	const lunch = lunches[way], where = listing === "loop" ? {name: state.loop} : state[listing];
	if (!where || (t >= lunch.end && state.index === lunch.events.length - 1))
		return false;
	return where.name ? where.name === entry.mark : where.line === entry.line;
}

/* The guests who wait at each line; the door is no guest. */
function idsByLine(state) {
	const lines = new Map();
	for (const [id, event] of state.waits)
		if (id !== 1) {
			const line = placeOf(event)?.line;
			lines.set(line, lines.get(line) ?? []);
			lines.get(line).push(id);
		}
	return lines;
}
