/* timeline_page.js - the controls: the current moment, what was clicked, and the words about it. Text of a
 * record is always set with textContent, never as markup. */
"use strict";

/* only: the record that is moved alone; null: all are at the same moment. */
const view = {rank: 0, playhead: 0, from: 0, to: 1, bySteps: false, skin: 0, speed: 1, picked: null, only: null};
const $ = id => document.getElementById(id);

function make(tag, text = "", parent = null, name = "") {
	const element = document.createElement(tag);
	element.textContent = text;
	element.className = name;
	parent?.append(element);
	return element;
}

/* ---- the axis: time, or the numbers of the events, of which many share a time on the virtual clock ---- */

function positionOf(run, i) {
	return view.bySteps ? run.rank[i] : timeOf(run, i);
}

function positionAt(rank) {
	return positionOf(view.order[rank].run, view.order[rank].i);
}

/* The rank of the last event that has happened at that place; -1: none. */
function rankAt(position) {
	const {only} = view;
	if (only)
		return only.rank[firstIndex(only.count, i => positionOf(only, i) > position) - 1] ?? -1;
	return firstIndex(view.order.length, rank => positionAt(rank) > position) - 1;
}

function wholeRange() {
	const end = view.bySteps ? view.order.length - 1 : Math.max(...view.runs.map(run => run.end));
	return [-end * 0.01, Math.max(end, 1) * 1.04];
}

function zoom(factor) {
	const around = view.playhead, [low, high] = wholeRange(), span = (view.to - view.from) * factor;
	if (span >= high - low) {
		[view.from, view.to] = [low, high];
	} else if (span > (view.bySteps ? 4 : 10)) {
		view.from = around - (around - view.from) * factor;
		view.to = view.from + span;
	}
	drawAll();
}

function changeAxis() {
	view.bySteps = !view.bySteps;
	[view.from, view.to] = wholeRange();
	$("axis").setAttribute("aria-pressed", view.bySteps);
	goTo(view.rank);
}

/* ---- the current moment ---- */

/* Moves to the moment at which the event of this rank has just happened. */
function goTo(rank) {
	view.rank = Math.max(0, Math.min(view.order.length - 1, rank));
	const {run, i} = view.order[view.rank];
	view.playhead = positionOf(run, i);
	for (const moved of view.only ? [view.only] : view.runs)
		[moved.now, moved.playhead] = [view.rank, view.playhead];
	pickEvent(run, i);
	keepInSight(run, i);
	say();
	drawAll();
	if (!view.playing)
		writeLink();
}

/* Moves by a number of events: of all records, or of the one that is moved alone. */
function step(count) {
	const {only} = view;
	pause();
	if (only)
		goTo(only.rank[Math.max(0, Math.min(only.count - 1, happened(only) - 1 + count))]);
	else
		goTo(view.rank + count);
}

/* How many events of the record have happened. */
function happened(run) {
	return firstIndex(run.count, i => run.rank[i] > run.now);
}

function moveAlone(run) {
	view.only = run;
	goTo(run.rank[Number(run.scrub.value)]);
}

function moveTogether() {
	view.only = null;
	goTo(view.rank);
}

/* ---- a link to this moment ---- */

function linkText() {
	return `#event=${view.rank + 1}&words=${view.skin === RESTAURANT ? "restaurant" : "field"}`;
}

/* Delayed: browsers limit how often the address may change in a second. */
function writeLink() {
	clearTimeout(view.linking);
	view.linking = setTimeout(() => history.replaceState(null, "", linkText()), 200);
}

/* #event=17, or #t=12.5 in seconds; words=field or restaurant. False: it has no moment. */
function readLink() {
	const link = new URLSearchParams(location.hash.slice(1)), words = link.get("words");
	const event = parseInt(link.get("event"), 10), t = parseFloat(link.get("t"));
	if (words)
		changeWords(words === "restaurant" ? RESTAURANT : FIELD);
	if (!(event > 0) && !(t >= 0))
		return false;
	goTo(event > 0 ? event - 1
		: firstIndex(view.order.length, n => timeOf(view.order[n].run, view.order[n].i) > t * 1e9) - 1);
	return true;
}

/* The segment that an event begins or ends; else the one in which it happens. */
function pickEvent(run, i) {
	const lane = laneOf(run, i);
	view.picked = lane.segments.findLast(s => s.begin === i || s.end === i)
		?? segmentAt(run, lane, run.rank[i]);
	view.pickedRun = run;
}

function keepInSight(run, i) {
	const span = view.to - view.from, top = run.lanes.indexOf(laneOf(run, i)) * ROW;
	if (view.playhead < view.from || view.playhead > view.to)
		[view.from, view.to] = [view.playhead - span / 2, view.playhead + span / 2];
	if (top < run.box.scrollTop || top + ROW > run.box.scrollTop + run.box.clientHeight - RULER)
		run.box.scrollTop = top - (run.box.clientHeight - RULER) / 2;
}

/* At speed 1 a whole run is played in 5 to 30 seconds. */
function playOn(now) {
	if (!view.playing)
		return;
	const [, end] = wholeRange(), seconds = Math.max(5, Math.min(30, view.order.length / 4));
	const playhead = view.playhead + (now - view.played) / 1000 * end / seconds * view.speed;
	const rank = rankAt(playhead);
	view.played = now;
	if (rank > view.rank)
		goTo(rank);
	view.playhead = playhead;
	for (const run of view.only ? [view.only] : view.runs)
		run.playhead = playhead;
	drawAll();
	if (view.rank >= lastRank())
		pause();
	else
		requestAnimationFrame(playOn);
}

function lastRank() {
	return view.only ? view.only.rank[view.only.count - 1] : view.order.length - 1;
}

function play() {
	if (view.rank >= lastRank())
		goTo(view.only ? view.only.rank[0] : 0);
	view.playing = true;
	view.played = performance.now();
	$("play").textContent = "Pause";
	requestAnimationFrame(playOn);
}

function pause() {
	if (view.playing)
		writeLink();
	view.playing = false;
	$("play").textContent = "Play";
}

function changeSpeed(factor) {
	view.speed = Math.max(1 / 64, Math.min(64, view.speed * factor));
	$("speed").textContent = view.speed < 1 ? `1/${1 / view.speed}×` : view.speed + "×";
}

/* ---- the words ---- */

function say() {
	const {run, i} = view.order[view.rank], list = $("events");
	const which = view.runs.length > 1 ? run.name + ": " : "";
	$("now").textContent = `${timeText(timeOf(run, i))}   ${which}${sentenceOf(run, i)}`;
	$("place").textContent = `event ${view.rank + 1} of ${view.order.length}`;
	$("scrub").value = view.rank;
	$("together").hidden = !view.only;
	for (const each of view.runs) {
		each.scrub.value = happened(each) - 1;
		each.part.setAttribute("aria-current", each === view.only);
	}
	lightTurn(run, i);
	list.replaceChildren();
	for (let rank = view.rank - 3; rank <= view.rank + 3; rank++) {
		const at = view.order[rank];
		if (!at)
			continue;
		const row = make("button", sentenceOf(at.run, at.i), list);
		row.setAttribute("aria-current", rank === view.rank);
		row.onclick = () => { pause(); goTo(rank); };
	}
	describe();
}

function describe() {
	const s = view.picked, run = view.pickedRun, pane = $("picked");
	pane.replaceChildren();
	if (!s)
		return;
	const sites = sitesOf(run, s), frames = [...sites.from].reverse();
	make("h2", `${labelOf(s.lane)}: ${stateWords(s)} ${reasonOf(run, s)}`, pane);
	const [from, to, length] = [timeOf(run, s.begin), timeOf(run, s.end), s.length].map(timeText);
	make("p", `${from} to ${to}: ${length}` + (s.open ? ", and on when the record ends" : ""), pane);
	make("p", sumWords(s.lane), pane);
	listFrames(sites.to.length ? "Runs from" : "Stands at", sites.from, pane);
	listFrames("to", sites.to, pane);
	/* The line to light is in the user's code: the outermost one whose source is in the page. */
	lightLine(frames.find(f => view.sources[f.file]) || frames[0]);
}

function listFrames(title, frames, pane) {
	if (frames.length === 0)
		return;
	make("h3", title, pane);
	for (const frame of frames) {
		const button = make("button", `${frame.file}:${frame.line} ${frame.func}`, pane);
		button.onclick = () => lightLine(frame);
	}
}

function lightLine(frame) {
	const pane = $("source"), text = view.sources[frame?.file];
	if (view.file !== frame?.file)
		pane.replaceChildren(...(text || "").split("\n").map(line => make("li", line)));
	view.file = frame?.file;
	$("file").textContent = frame ? `${frame.file}:${frame.line}${text ? "" : " (not found)"}` : "";
	pane.hidden = !text;
	pane.querySelector(".lit")?.classList.remove("lit");
	const line = text && pane.children[frame.line - 1];
	if (!line)
		return;
	line.className = "lit";
	pane.scrollTop = line.offsetTop - pane.offsetTop - pane.clientHeight / 2;
}

/* ---- the pointer ---- */

/* The ruler moves the playhead; elsewhere a click picks a bar, and a drag moves the view. */
function onPointer(run, down) {
	const canvas = run.canvas, bounds = canvas.getBoundingClientRect();
	const perPixel = (view.to - view.from) / (run.box.clientWidth - LABEL);
	const at = event => view.from + (event.clientX - bounds.left - LABEL) * perPixel;
	const scrubs = down.clientY - bounds.top < RULER, begin = at(down);
	let moved = false;
	const move = event => {
		moved = moved || Math.abs(event.clientX - down.clientX) > 3;
		if (scrubs) {
			pause();
			goTo(rankAt(at(event)));
		}
		else if (moved)
			pan(begin - at(event));
	};
	const up = event => {
		canvas.onpointermove = canvas.onpointerup = canvas.onpointercancel = null;
		if (scrubs)
			move(event);
		else if (!moved)
			pick(run, begin, 3 * perPixel, event.clientY - bounds.top);
	};
	canvas.setPointerCapture(down.pointerId);
	[canvas.onpointermove, canvas.onpointerup, canvas.onpointercancel] = [move, up, up];
}

function pan(distance) {
	view.from += distance;
	view.to += distance;
	drawAll();
}

/* near: the distance at which a click still picks a bar, which may be three pixels wide. */
function pick(run, position, near, y) {
	const lane = run.lanes[Math.floor((y - RULER + run.box.scrollTop) / ROW)];
	const met = (lane?.segments ?? []).filter(s => position >= positionOf(run, s.begin) - near
		&& position <= positionOf(run, s.end) + near);
	if (met.length === 0)
		return;
	view.picked = met.find(s => s.state === RUNNING) || met[0];
	view.pickedRun = run;
	pause();
	describe();
	drawAll();
}
