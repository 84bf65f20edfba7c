/* clock.js - the moment that is shown. The whole screen is a function of it: of the time t, and of how many
 * events of each record have happened; a step moves on by one event. */

const TAIL = 1.6; /* seconds during which the end is shown */

let lunches = null; /* both lunches */
let alone = null;   /* the one that is shown, if a single record was opened */
let views = [];
let t = 0, at = [0, 0], playing = false, lastFrame = 0;

function lastEnd() {
	return alone ? alone.end : Math.max(lunches[SYNC].end, lunches[ASYNC].end);
}

/* The end of the scale: a little later than the lunches, so that their end can be seen. */
function tail() {
	return lastEnd() + TAIL;
}

function isStory() {
	return byId("speed").value === "auto";
}

/* Seconds of the lunch in one real second. The story slows down where it matters: at the first pot, where one
 * waiter waits and the other turns away; and for dishes, most for the first, so that the eye can follow. */
function rate() {
	const speed = byId("speed").value, [sync, async] = lunches, order = async.guests[0].ordered;
	if (speed !== "auto")
		return Number(speed);
	if (t < order * 3)
		return Math.max(0.5 * order, 0.05);
	if (t >= async.end + 0.5)
		return Math.max(1.4, (sync.end - async.end) / 7.5);
	const gap = gapAt(async, t), pace = Math.max(1.4, async.end / 16);
	const brings = async.guests.length <= CROWD && gap.served.some(g => t < g.ate + 0.1);
	return brings ? Math.min(pace, eating(async, gap.from) <= 3 ? 0.7 : 1.4) : pace;
}

/* Shows the moment x. events: how many of each record have happened; if missing, all until x. */
function seek(x, events) {
	t = clamp(x, 0, tail());
	at = events ?? lunches.map(lunch => eventAt(lunch.events, t));
	render();
}

/* The time that one half's picture shows: t, or just before t while events of t are still to come. */
function shownMoment(lunch, way) {
	return lunch.events[at[way] + 1]?.t <= t + TINY ? t - 1e-6 : t;
}

function render() {
	const states = lunches.map((lunch, way) => stateAt(lunch, at[way]));
	lunches.forEach((lunch, way) => {
		const shown = shownMoment(lunch, way);
		drawScene(views[way], lunch, shown);
		const part = name => byId(name + way), of = `of ${lunch.guests.length}<span class="wide"> ${say("eat")}</span>`;
		setText(part("caption"), asked && way === ASYNC ? say("lookRound") : caption(lunch, shown));
		setText(part("clock"), `${Math.min(t, lunch.end).toFixed(1)} s`);
		part("clock").classList.toggle("over", shown >= lunch.end);
		setHtml(part("served"), `<b>${eating(lunch, shown)}</b> ${of}`);
	});
	drawCode(states);
	drawWho(states);
	drawStrip();
	drawVerdict();
	const scrub = byId("scrub");
	scrub.value = t;
	setAttribute(scrub, "aria-valuetext", seconds(t));
}

function frame(now) {
	if (!playing)
		return;
	const passed = Math.min(0.1, (now - lastFrame) / 1000);
	lastFrame = now;
	if (t >= tail())
		return pause();
	seek(t + passed * rate());
	requestAnimationFrame(frame);
}

function play() {
	stopAsking();
	if (t >= tail() - 0.01)
		seek(0);
	playing = true;
	lastFrame = performance.now();
	setText(byId("play"), "❚❚ Pause");
	for (const way of [SYNC, ASYNC])
		byId("caption" + way).removeAttribute("aria-live");
	requestAnimationFrame(frame);
}

/* A screen reader reads captions only in a pause: while it plays they would never end. */
function pause() {
	playing = false;
	setText(byId("play"), "▶ Play");
	for (const way of [SYNC, ASYNC])
		byId("caption" + way).setAttribute("aria-live", "polite");
}

/* The next event of either record; of two at the same moment, the synchronous one first. */
function step() {
	pause();
	stopAsking();
	const next = lunches.map((lunch, way) => lunch.events[at[way] + 1]?.t ?? Infinity);
	const way = alone ? alone.way : next[SYNC] <= next[ASYNC] ? SYNC : ASYNC, events = [...at];
	if (next[way] === Infinity)
		return seek(tail());
	events[way]++;
	seek(Math.max(t, next[way]), events);
}

function stepBack() {
	pause();
	stopAsking();
	const timeOf = (lunch, way) => at[way] > 0 ? lunch.events[at[way]].t : -1, times = lunches.map(timeOf);
	const way = alone ? alone.way : times[ASYNC] >= times[SYNC] ? ASYNC : SYNC, events = [...at];
	if (times[way] < 0)
		return seek(0, [0, 0]);
	events[way]--;
	seek(Math.max(...lunches.map((lunch, way) => alone && lunch !== alone ? 0 : lunch.events[events[way]].t)), events);
}
