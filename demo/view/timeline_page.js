/* timeline_page.js - the controls: where in the run we are, what was clicked, and what is said about it. All
 * text of a record is put in with textContent, never as markup. */
"use strict";

const view = {rank: 0, playhead: 0, from: 0, to: 1, bySteps: false, skin: 0, speed: 1, picked: null};
const $ = id => document.getElementById(id);

function make(tag, text = "", parent = null, name = "") {
	const element = document.createElement(tag);
	element.textContent = text;
	element.className = name;
	parent?.append(element);
	return element;
}

/* ---- the axis: time or, since on the virtual clock many events share a time, their numbers ---- */

function positionOf(run, i) {
	return view.bySteps ? run.rank[i] : timeOf(run, i);
}

function positionAt(rank) {
	return positionOf(view.order[rank].run, view.order[rank].i);
}

/* The rank of the last event that has happened there; -1: none has. */
function rankAt(position) {
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

/* ---- where we are ---- */

/* The event of this rank is the last one that has happened. */
function goTo(rank) {
	view.rank = Math.max(0, Math.min(view.order.length - 1, rank));
	const {run, i} = view.order[view.rank];
	view.playhead = positionOf(run, i);
	pickEvent(run, i);
	keepInSight(run, i);
	say();
	drawAll();
}

function step(count) {
	pause();
	goTo(view.rank + count);
}

/* The segment that an event begins or ends, or else happens in. */
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

/* A whole run is played in 5 to 30 seconds at speed 1. */
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
	drawAll();
	if (view.rank === view.order.length - 1)
		pause();
	else
		requestAnimationFrame(playOn);
}

function play() {
	if (view.rank === view.order.length - 1)
		goTo(0);
	view.playing = true;
	view.played = performance.now();
	$("play").textContent = "Pause";
	requestAnimationFrame(playOn);
}

function pause() {
	view.playing = false;
	$("play").textContent = "Play";
}

function changeSpeed(factor) {
	view.speed = Math.max(1 / 64, Math.min(64, view.speed * factor));
	$("speed").textContent = view.speed < 1 ? `1/${1 / view.speed}×` : view.speed + "×";
}

/* ---- what is said ---- */

function say() {
	const {run, i} = view.order[view.rank], list = $("events");
	const which = view.runs.length > 1 ? run.name + ": " : "";
	$("now").textContent = `${timeText(timeOf(run, i))}   ${which}${sentenceOf(run, i, view.skin)}`;
	$("place").textContent = `event ${view.rank + 1} of ${view.order.length}`;
	$("scrub").value = view.rank;
	list.replaceChildren();
	for (let rank = view.rank - 3; rank <= view.rank + 3; rank++) {
		const at = view.order[rank];
		if (!at)
			continue;
		const row = make("button", sentenceOf(at.run, at.i, view.skin), list);
		row.setAttribute("aria-current", rank === view.rank);
		row.onclick = () => step(rank - view.rank);
	}
	describe();
}

function labelOf(lane) {
	return lane.id === 0 && view.skin ? "waiter" : nameOf(lane);
}

function describe() {
	const s = view.picked, run = view.pickedRun, pane = $("picked");
	pane.replaceChildren();
	if (!s)
		return;
	const own = s.lane.id > 0, [ran, ready, waited, lent] = s.lane.sums.map(timeText);
	const states = own ? ["runs", "ready", "waits for"]
		: ["works", "", "sleeps until", "lends its thread to"];
	const sites = sitesOf(run, s), frames = [...sites.from].reverse();
	make("h2", `${labelOf(s.lane)}: ${states[s.state]} ${reasonOf(run, s)}`, pane);
	const [from, to, length] = [timeOf(run, s.begin), timeOf(run, s.end), s.length].map(timeText);
	make("p", `${from} to ${to}: ${length}` + (s.open ? ", and on when the record ends" : ""), pane);
	make("p", own ? `in all: ran ${ran}, was ready ${ready}, waited ${waited}`
		: `in all: slept ${waited}, lent its thread ${lent}, worked ${ran}`, pane);
	listFrames(sites.to.length ? "Runs from" : "Stands at", sites.from, pane);
	listFrames("to", sites.to, pane);
	/* The line to light is the user's own: the outermost one whose source we hold. */
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

function changeWords() {
	view.skin = 1 - view.skin;
	$("words").setAttribute("aria-pressed", view.skin === 1);
	$("map").hidden = view.skin === 0;
	say();
	drawAll();
}

/* ---- the pointer ---- */

/* The ruler moves the playhead, a click picks what it meets, a drag moves the view. */
function onPointer(run, down) {
	const canvas = run.canvas, bounds = canvas.getBoundingClientRect();
	const perPixel = (view.to - view.from) / (run.box.clientWidth - LABEL);
	const at = event => view.from + (event.clientX - bounds.left - LABEL) * perPixel;
	const scrubs = down.clientY - bounds.top < RULER, begin = at(down);
	let moved = false;
	const move = event => {
		moved = moved || Math.abs(event.clientX - down.clientX) > 3;
		if (scrubs)
			step(rankAt(at(event)) - view.rank);
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

/* near: so far from a bar still meets it, for bars of three pixels. */
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
