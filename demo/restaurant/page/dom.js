/* dom.js - the few operations on elements. They touch only what has changed, so a frame in which little moves
 * costs little. */

function byId(id) {
	return document.getElementById(id);
}

function setAttribute(element, name, value) {
	const known = (element.known ??= {});
	if (known[name] !== value)
		element.setAttribute(name, (known[name] = value));
}

function setText(element, text) {
	if (element.said !== text)
		element.textContent = element.said = text;
}

function setHtml(element, html) {
	if (element.said !== html)
		element.innerHTML = element.said = html;
}

function show(element, shown) {
	setAttribute(element, "display", shown ? "inline" : "none");
}

/* ---- in a drawing ---- */

function add(parent, name, attributes = {}, html = "") {
	const element = document.createElementNS("http://www.w3.org/2000/svg", name);
	for (const key in attributes)
		element.setAttribute(key, attributes[key]);
	element.innerHTML = html;
	parent.append(element);
	return element;
}

function box(svg, kind, x, y, width, height, rx = 0) {
	return add(svg, "rect", {class: kind, x, y, width, height, rx});
}

/* A small text. kind: "left", "middle" or "right" of x, and further classes. */
function label(svg, x, y, text, kind = "left") {
	return add(svg, "text", {x, y, class: `label ${kind}`}, text);
}

function place(x, y, scale = 1) {
	return `translate(${x.toFixed(1)},${y.toFixed(1)})${scale === 1 ? "" : ` scale(${scale.toFixed(3)})`}`;
}

function move(element, x, y, scale) {
	setAttribute(element, "transform", place(x, y, scale));
}

/* ---- numbers ---- */

function clamp(x, low, high) {
	return Math.max(low, Math.min(high, x));
}

/* Goes from 0 to 1, slowly at both ends; with reduced motion it jumps. */
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

function ease(x) {
	if (still)
		return x > 0 ? 1 : 0;
	return x <= 0 ? 0 : x >= 1 ? 1 : x * x * (3 - 2 * x);
}
