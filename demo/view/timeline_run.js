/* timeline_run.js - answers questions about a record: which worker was where, at which event, and why. It
 * draws nothing.
 *
 * For each record the program has written its workers; its events, four numbers and two texts each; and its
 * segments, five numbers each. A segment is a stretch of time that a worker spent in one state, from one
 * event to another. A worker is an index in workers; -1 is the loop. */
"use strict";

const KINDS = ["spawn", "ready", "resume", "suspend", "wake", "cancel", "done", "ordered", "poll-begin", "poll-end"];
const RUNNING = 0, READY = 1, WAITING = 2, LENT = 3; /* in the order of the enums in events.h and segments.h */
const BLOCKING = 4; /* drawn for a part of RUNNING */

/* A lane for the loop, and below it one for each worker, in the order of creation. */
function openRun(data) {
	const run = {...data, count: data.events.length / 6, rank: [], lanes: []};
	for (const [id, name, file, line, func] of [[0, "", "", 0, ""], ...data.workers])
		run.lanes.push({id, name, site: {file, line, func}, segments: [], sums: [0, 0, 0, 0]});
	for (let i = 0; i < data.segments.length; i += 5) {
		const [worker, state, begin, end, open] = data.segments.slice(i, i + 5);
		const lane = run.lanes[worker + 1];
		const length = timeOf(run, end) - timeOf(run, begin);
		lane.segments.push({lane, state, begin, end, open, length, index: lane.segments.length});
		lane.sums[state] += length;
	}
	for (let i = 0; i < run.count; i++) {
		const {kind} = eventAt(run, i);
		if (kind === "done" || kind === "ordered")
			laneOf(run, i)[kind] = i;
	}
	run.end = run.count ? timeOf(run, run.count - 1) : 0;
	return run;
}

function timeOf(run, i) { /* ns */
	return run.events[i * 6];
}

/* number: the worker that caused it; for the two polls, ns to sleep, and the number of ready fds. */
function eventAt(run, i) {
	const [t, kind, worker, number, text, at] = run.events.slice(i * 6, i * 6 + 6);
	return {t, kind: KINDS[kind], worker, number, text, at};
}

function laneOf(run, i) {
	return run.lanes[run.events[i * 6 + 2] + 1];
}

/* All events of all records, sorted by time. An event's place in this list is its rank. */
function mergeRuns(runs) {
	const order = runs.flatMap(run => Array.from({length: run.count}, (_, i) => ({run, i})));
	order.sort((a, b) => timeOf(a.run, a.i) - timeOf(b.run, b.i));
	order.forEach((entry, rank) => { entry.run.rank[entry.i] = rank; });
	return order;
}

/* The first index in [0, count) for which is(index) holds, if it holds for all after it; else count. */
function firstIndex(count, is) {
	let low = 0;
	while (low < count) {
		const middle = (low + count) >> 1;
		if (is(middle))
			count = middle;
		else
			low = middle + 1;
	}
	return low;
}

/* A lane's segment when the event of this rank has just happened; undefined: it is not created yet, or
 * done. */
function segmentAt(run, lane, rank) {
	const after = firstIndex(lane.segments.length, n => run.rank[lane.segments[n].begin] > rank);
	const found = lane.segments[after - 1];
	return found && (found.open || run.rank[found.end] > rank) ? found : undefined;
}

/* "coro/sleep.c:37 sleep_for < demo/examples/hello.c:14 hello": innermost first. */
function framesOf(chain) {
	return chain.split(" < ").map(text => /^(.*):(\d+) (.*)$/.exec(text)).filter(Boolean)
		.map(([, file, line, func]) => ({file, line: Number(line), func}));
}

/* Where a segment's worker is in its code. from: the await in which it last waited, or before the first, its
 * creation; to: the await at which a running worker stops. */
function sitesOf(run, segment) {
	const {lane, state, index, end} = segment;
	if (lane.id === 0)
		return {from: loopSites(segment, run), to: []};
	const wait = lane.segments.slice(0, index + 1).findLast(s => s.state === WAITING);
	return {from: wait ? framesOf(eventAt(run, wait.begin).at) : [lane.site],
		to: state === RUNNING ? framesOf(eventAt(run, end).at) : []};
}

/* What a segment's worker waits for; for the loop, what ends its sleep, or which worker has its thread. */
function reasonOf(run, segment) {
	const event = eventAt(run, segment.begin);
	if (segment.state === LENT)
		return labelOf(run.lanes[event.worker + 1]);
	if (segment.state !== WAITING)
		return "";
	return segment.lane.id ? reasonWords(event.text) : sleepWords(event.number);
}

const UNITS = [[1e9, "s"], [1e6, "ms"], [1e3, "µs"], [1, "ns"]];

/* Nanoseconds in the largest unit in which they are at least 1. */
function timeText(ns) {
	if (ns === 0)
		return "0 s";
	const [size, unit] = UNITS.find(([least]) => ns >= least) || UNITS[3];
	return Number((ns / size).toPrecision(4)) + " " + unit;
}

/* The figures of a run, all taken from its segments. The first worker waits for all others, so its wait is
 * not counted if there are others. */
function summaryOf(run) {
	const [works, , , lent] = run.lanes[0].sums;
	const lanes = run.lanes.slice(run.lanes.length > 2 ? 2 : 1);
	const waits = lanes.flatMap(lane => lane.segments.filter(s => s.state === WAITING));
	const longest = waits.reduce((a, b) => (a && a.length >= b.length ? a : b), null);
	return {busy: run.end ? (works + lent) / run.end : 0, longest};
}
