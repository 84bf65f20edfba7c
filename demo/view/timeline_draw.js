/* timeline_draw.js - draws the lanes of one record on a canvas. Only the visible part is drawn, so a step
 * costs the same with ten workers as with a thousand. Shapes tell the states apart; colour only helps. */
"use strict";

const ROW = 22, RULER = 26, LABEL = 156, BAR = 14, PALE = 0.5;
const LETTER = 6.7; /* the width of one in this font; all of these in pixels */
const FONT = "11px ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace";
let paint = {};

/* The colours come from the style sheet, and change with it. */
function readColours() {
	const style = getComputedStyle(document.documentElement);
	for (const name of ["ground", "ink", "faint", "grid", "lit", "running", "ready", "waiting", "cursor"])
		paint[name] = style.getPropertyValue("--" + name).trim();
	const tile = document.createElement("canvas"), c = tile.getContext("2d");
	tile.width = tile.height = 6;
	c.strokeStyle = paint.ready;
	c.lineWidth = 1.5;
	for (const x of [-6, 0, 6])
		strokeLine(c, x, 6, x + 6, 0);
	paint.hatch = c.createPattern(tile, "repeat");
	tile.height = 5;
	c.fillStyle = paint.ground;
	c.fillRect(2, 0, 3, 5);
	paint.stripes = c.createPattern(tile, "repeat");
}

function strokeLine(c, x0, y0, x1, y1) {
	c.beginPath();
	c.moveTo(x0, y0);
	c.lineTo(x1, y1);
	c.stroke();
}

/* Running: a full block of at least three pixels, because on the virtual clock it takes no time.
 * Ready: a hatched box of half the height. Waiting: a dotted line between two ends. A lent thread: a thin
 * line. Blocking, a part of running: a striped block. */
function drawShape(c, state, x, y, width) {
	const top = y + (ROW - BAR) / 2, middle = y + ROW / 2;
	c.lineWidth = 1;
	if (state === RUNNING) {
		c.fillStyle = paint.running;
		c.fillRect(x, top, Math.max(width, 3), BAR);
	} else if (state === BLOCKING) {
		c.fillStyle = paint.stripes;
		c.fillRect(x, top + 1, width, BAR - 2);
	} else if (state === READY) {
		c.fillStyle = paint.hatch;
		c.strokeStyle = paint.ready;
		c.fillRect(x, middle - 4, width, 8);
		c.strokeRect(x + 0.5, middle - 3.5, Math.max(width - 1, 0.5), 7);
	} else {
		c.strokeStyle = state === LENT ? paint.running : paint.waiting;
		c.lineWidth = state === LENT ? 1 : 2;
		c.setLineDash(state === LENT ? [] : [2, 4]);
		strokeLine(c, x, middle, x + width, middle);
		c.setLineDash([]);
		c.lineWidth = 1;
		strokeLine(c, x + 0.5, middle - 4, x + 0.5, middle + 4);
	}
}

/* Words on a background of their own, cut to the available width. */
function drawWords(c, text, x, y, room) {
	const fits = Math.floor((room - 8) / LETTER);
	if (fits < 2)
		return;
	const shown = text.length > fits ? text.slice(0, fits - 1) + "…" : text;
	const alpha = c.globalAlpha;
	c.globalAlpha = 1;
	c.fillStyle = paint.behind;
	c.fillRect(x + 4, y + 4, shown.length * LETTER + 4, ROW - 8);
	c.globalAlpha = alpha;
	c.fillStyle = paint.ink;
	c.fillText(shown, x + 6, y + ROW / 2);
}

/* Ticks at round distances, 1, 2 or 5 times a power of ten, about 90 pixels apart. */
function drawRuler(c, width, height) {
	const perPixel = (view.to - view.from) / (width - LABEL), least = perPixel * 90;
	const power = 10 ** Math.floor(Math.log10(least));
	const step = Math.max([1, 2, 5, 10].find(f => f * power >= least) * power, 1);
	c.fillStyle = paint.faint;
	c.strokeStyle = paint.grid;
	for (let at = Math.max(0, Math.ceil(view.from / step)) * step; at <= view.to; at += step) {
		const x = Math.round(xOf(at, width)) + 0.5;
		strokeLine(c, x, RULER - 6, x, height);
		const text = view.bySteps ? String(at + 1) : timeText(at), wide = text.length * LETTER;
		c.fillText(text, x + 3 + wide > width ? x - 3 - wide : x + 3, 11); /* the last number stands before its tick */
	}
	c.fillText(view.bySteps ? "event number" : "time since start", 8, 11);
}

function xOf(position, width) {
	return LABEL + (position - view.from) / (view.to - view.from) * (width - LABEL);
}

/* Draws the visible segments of a lane. A segment on the same pixels as the one before is skipped.
 * The future is pale. */
function drawLane(c, run, lane, y, width) {
	const segments = lane.segments;
	let last = -1, lastState = -1;
	for (let n = firstIndex(segments.length, k => positionOf(run, segments[k].end) >= view.from);
		n < segments.length; n++) {
		const s = segments[n], x0 = Math.max(xOf(positionOf(run, s.begin), width), LABEL - 2);
		const x1 = Math.min(xOf(positionOf(run, s.end), width), width + 2);
		if (x0 > width)
			break;
		if (x1 - last < 1 && s.state === lastState)
			continue;
		[last, lastState] = [x1, s.state];
		c.globalAlpha = run.rank[s.begin] <= run.now ? 1 : PALE;
		drawShape(c, s.state, x0, y, x1 - x0);
		if (blocksIn(run, lane, s)) {
			const from = Math.max(xOf(positionOf(run, lane.ordered), width), x0);
			drawShape(c, BLOCKING, from, y, x1 - from);
		}
		if (s === view.picked) {
			c.strokeStyle = paint.cursor;
			c.lineWidth = 2;
			c.strokeRect(x0 - 2, y + 2, Math.max(x1 - x0, 3) + 4, ROW - 4);
		}
		if (s.state === WAITING || s.state === LENT)
			drawWords(c, reasonOf(run, s), x0, y, x1 - x0);
	}
	drawEnd(c, run, lane, y, width);
	c.globalAlpha = 1;
}

/* Does it run on for a time, though what it runs for has begun? */
function blocksIn(run, lane, s) {
	return s.state === RUNNING && lane.ordered > s.begin && lane.ordered < s.end
		&& timeOf(run, lane.ordered) < timeOf(run, s.end);
}

/* A tick for a good end; for any other, the outcome in words. */
function drawEnd(c, run, lane, y, width) {
	const event = lane.done === undefined ? null : eventAt(run, lane.done);
	const x = event ? xOf(positionOf(run, lane.done), width) : width;
	if (x < LABEL || x >= width)
		return;
	c.globalAlpha = run.rank[lane.done] <= run.now ? 1 : PALE;
	c.fillStyle = paint.ink;
	c.fillText(event.text === "ok" ? "✓" : "✗ " + event.text, x + 5, y + ROW / 2);
}

/* The worker's name, and the shape of its present state. */
function drawLabel(c, run, lane, y) {
	const now = segmentAt(run, lane, run.now), name = labelOf(lane);
	const fits = Math.floor((LABEL - 34) / LETTER);
	c.fillStyle = paint.behind;
	c.fillRect(0, y, LABEL - 2, ROW);
	c.fillStyle = paint.ink;
	c.fillText(name.length > fits ? name.slice(0, fits - 1) + "…" : name, 8, y + ROW / 2);
	if (now)
		drawShape(c, now.state, LABEL - 24, y, 16);
}

/* An arrow from the worker that caused the event to the worker that it concerns. */
function drawArrow(c, run, yOf, width) {
	const {run: litRun, i} = view.order[view.rank], event = eventAt(litRun, i);
	const x = xOf(positionOf(litRun, i), width);
	if (litRun !== run || !["spawn", "wake", "cancel"].includes(event.kind) || x < LABEL)
		return;
	const from = yOf(event.number + 1) + ROW / 2, to = yOf(event.worker + 1) + ROW / 2;
	const head = to > from ? -6 : 6;
	c.strokeStyle = c.fillStyle = paint.cursor;
	c.lineWidth = 1.5;
	strokeLine(c, x, from, x, to);
	c.beginPath();
	c.moveTo(x, to);
	c.lineTo(x - 4, to + head);
	c.lineTo(x + 4, to + head);
	c.fill();
}

/* The canvas gets the size of its box, in device pixels. */
function prepareCanvas({canvas, box}) {
	const scale = devicePixelRatio || 1, width = box.clientWidth, height = box.clientHeight;
	const c = canvas.getContext("2d");
	if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
		canvas.width = Math.round(width * scale);
		canvas.height = Math.round(height * scale);
		canvas.style.width = width + "px";
		canvas.style.height = height + "px";
	}
	c.setTransform(scale, 0, 0, scale, 0, 0);
	c.font = FONT;
	c.textBaseline = "middle";
	c.fillStyle = paint.ground;
	c.fillRect(0, 0, width, height);
	return {c, width, height};
}

/* The canvas stays in place while its box scrolls; the scroll position selects the lanes that it shows. */
function drawRun(run) {
	const {c, width, height} = prepareCanvas(run), scrolled = run.box.scrollTop;
	const lit = view.order[view.rank], litLane = lit.run === run ? laneOf(run, lit.i) : null;
	const yOf = n => RULER + n * ROW - scrolled;
	drawRuler(c, width, height);
	c.save();
	c.beginPath();
	c.rect(0, RULER, width, height);
	c.clip();
	for (let n = Math.floor(scrolled / ROW); n < run.lanes.length && yOf(n) < height; n++) {
		const lane = run.lanes[n];
		paint.behind = lane === litLane ? paint.lit : paint.ground;
		if (lane === litLane) {
			c.fillStyle = paint.lit;
			c.fillRect(0, yOf(n), width, ROW);
		}
		drawLane(c, run, lane, yOf(n), width);
		drawLabel(c, run, lane, yOf(n));
	}
	drawArrow(c, run, yOf, width);
	c.restore();
	c.strokeStyle = paint.cursor;
	c.lineWidth = 1.5;
	if (run.playhead >= view.from)
		strokeLine(c, xOf(run.playhead, width), 4, xOf(run.playhead, width), height);
}
