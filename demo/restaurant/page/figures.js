/* figures.js - the drawings as SVG, one for each vocabulary: people, pots and dishes for the restaurant;
 * tasks, timers and answers for the field. Both have the same named parts, so the code that moves them need
 * not know which it has. The feet are at 0, 0. */

const SHIRTS = ["#3b6fb5", "#c2573a", "#4f8a4c", "#8a5aa8", "#c79a1e", "#3a8f96", "#b8487e", "#6b6f7d"];
const SKINS = ["#f0cfa8", "#d9a877", "#8f5f3d", "#f6dcc0"];
const HAIR = ["#3a2a1c", "#6b4423", "#1f1b1b", "#b98a3a"];
const EDGE = 'stroke="rgba(0,0,0,.4)" stroke-width=".8"';
const EYES = y => `<circle cx="-2.7" cy="${y}" r="1.05"/><circle cx="2.7" cy="${y}" r="1.05"/>`;

/* A guest's face, or a task's sign: path data for the part "mood". */
const MOODS = {
	calm: ["M-2.6 -21.5q2.6 .9 5.2 0", ""],
	orders: ["M-1.2 -21a1.2 1.3 0 1 0 2.4 0a1.2 1.3 0 1 0 -2.4 0", "M-3 -24l7 4l-7 4z"],
	waits: ["M-2.6 -21.5q2.6 .9 5.2 0", "M-3 -24v8M3 -24v8"],
	sad: ["M-2.8 -20.2q2.8 -2.6 5.6 0", "M-4 -24l8 8m0 -8l-8 8"],
	glad: ["M-3.2 -22q3.2 4.2 6.4 0z", "M-5 -20l3.5 4l6.5 -8"],
};

/* The waiter's mouth, or the loop's: path data for the part "mouth". */
const MOUTHS = {
	glad: ["M-2.8 -39.6q2.8 2.6 5.6 0", "M-4 -24l9 5l-9 5z"],
	grim: ["M-2.5 -38.4q2.5 -1.6 5 0", "M-4 -24v10M4 -24v10"],
};

/* The waiter's arms: path data for the part "pose". A loop has none. */
const ARMS = d => `<path class="arms" d="${d}"/>`;
const POSES = {
	hangs: [ARMS("M-9 -30L-13 -18M9 -30L13 -18"), ""],
	carries: [ARMS("M9 -30L17 -34"), ""],
	crossed: [`${ARMS("M-10 -30L6 -22M10 -30L-6 -22")}<path class="seam" d="M-10 -30L6 -22M10 -30L-6 -22"/>`, ""],
};

function guestFigure(g) {
	const small = g.name.length > 3 ? ' style="font-size:8px"' : "", shirt = SHIRTS[g.i % 8];
	const name = `<text class="name" y="11"${small}>${g.name}</text>`;
	if (skin === FIELD)
		return `<rect x="-10" y="-33" width="20" height="33" rx="4" fill="${shirt}" ${EDGE}/>
			<path class="mood glyph"/>${name}`;
	return `<ellipse class="shadow" cy="1" rx="10" ry="3"/>
		<path d="M-8 0v-11q0-8 8-8t8 8V0z" fill="${shirt}" ${EDGE}/>
		<circle cy="-25" r="7.5" fill="${SKINS[(g.i * 7) % 4]}" ${EDGE}/>
		<path d="M-7.4 -26.5q1 -7 7.4 -6.6t7.4 6.6q-7 -4 -14.8 0z" fill="${HAIR[g.i % 4]}"/>
		${EYES(-24.5)}<path class="mood"/>${name}`;
}

function waiterFigure() {
	if (skin === FIELD)
		return `<ellipse class="shadow" cy="1" rx="13" ry="3.5"/>
			<rect class="suit" x="-16" y="-50" width="32" height="48" rx="8"/>
			<text class="loop" y="-34">loop</text><path class="mouth glyph"/><g class="pose"></g>`;
	return `<ellipse class="shadow" cy="1" rx="13" ry="3.5"/>
		<path class="legs" d="M-5 -14V0M5 -14V0"/>
		<path class="suit" d="M-10 -12v-16q0 -10 10 -10t10 10v16z"/>
		<path d="M-4 -38L0 -20L4 -38z" fill="#fff"/>
		<path d="M-4.5 -38l4.5 2.5l4.5 -2.5v5l-4.5 -2.5l-4.5 2.5z" fill="#d11"/>
		<path d="M-10 -16h20v9h-20z" fill="#fff" ${EDGE}/>
		<circle cy="-46" r="9" fill="#f0cfa8" ${EDGE}/>
		<path d="M-9 -47q0 -9 9 -9t9 9q-4 -5 -9 -4.5t-9 4.5z" fill="#2b1d12"/>
		${EYES(-46)}<path class="moustache" d="M-4.5 -41.5q2.2 -2.2 4.5 -.4q2.3 -1.8 4.5 .4"/>
		<path class="mouth"/><g class="pose"></g>`;
}

/* Parts: chef, pot with steam, back, ring and seconds of the time left, idle. */
function stoveFigure(i) {
	const stove = `<rect x="-19" y="-34" width="38" height="34" rx="3" fill="var(--steel)" ${EDGE}/>
		<rect x="-14" y="-15" width="28" height="11" rx="2" fill="rgba(0,0,0,.35)"/>`;
	const ring = `<circle class="back" r="11" cy="-16"/>
		<circle class="ring" r="11" cy="-16" pathLength="100" transform="rotate(-90 0 -16)"/>
		<text class="seconds" y="-12"></text>`;
	if (skin === FIELD)
		return `<g class="chef"><rect class="server" x="-15" y="-70" width="30" height="33" rx="2"/>
			<path class="server" d="M-15 -59h30M-15 -48h30M-10 -64.5h8M-10 -53.5h8M-10 -42.5h8"/></g>
			<g class="pot"><path class="steam light" d="M8 -64.5h3M8 -53.5h3M8 -42.5h3"/></g>
			${stove}${ring}<g class="idle"></g>`;
	return `<g class="chef"><circle cy="-60" r="7" fill="${SKINS[(i * 3 + 1) % 4]}" ${EDGE}/>
		<path class="white" d="M-7 -64q-4 -9 3 -9q4 -6 8 0q7 0 3 9z"/>
		<path class="white" d="M-9 -36v-8q1 -8 9 -8t9 8v8z"/></g>${stove}
		<g class="pot"><path d="M-10 -30q3 -7 5 0q3 -8 5 0q3 -7 5 0q2 -6 5 0z" fill="var(--fire)"/>
		<path d="M-13 -44h26v9q0 5 -5 5h-16q-5 0 -5 -5z" fill="#4a4f55" stroke="#222"/>
		<path d="M-15 -44h30" stroke="#222" stroke-width="2.5"/>
		<path class="steam" d="M-5 -50q3 -4 0 -8M5 -50q-3 -4 0 -8"/></g>
		${ring}<text class="idle name" y="-72" x="15">z z</text>`;
}

/* A dish, or an answer. */
function plateFigure() {
	if (skin === FIELD)
		return `<path class="paper" d="M-8 -7h16v10h-16zl8 6l8 -6"/>`;
	return `<ellipse rx="9" ry="3.6" fill="#fff" stroke="#777"/>
		<path d="M-6 -1q1 -6 6 -6t6 6z" fill="#d9952b" stroke="#7a4f10" stroke-width=".8"/>`;
}

/* An order, or a request. */
function slipFigure() {
	return `<path class="paper" d="M-6 -9h12v14h-12zM-3 -5h6M-3 -2h6M-3 1h4"/>`;
}

/* The place where a guest orders; or of the task that runs. */
function deskFigure() {
	if (skin === FIELD)
		return `<rect class="runs" x="-40" y="-38" width="28" height="37" rx="6"/>`;
	return `<path d="M-9 0l2 -22h14l2 22z" fill="var(--wood-dark)" ${EDGE}/>
		<rect x="-10" y="-25" width="20" height="4" rx="1.5" fill="var(--wood)" ${EDGE}/>`;
}
