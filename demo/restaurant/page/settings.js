/* settings.js - the settings of the lunch: sliders, menu and scenes. Each change runs the C program again. */

const DEFAULTS = {guests: 20, chefs: 8, order: 1, cook: 5, seed: 1, dish: "pasta", scene: "plain"};
const COUNTS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 16, 18, 20, 25, 30, 35, 40, 50, 60, 80, 100, 150, 200, 300, 400,
	500, 700, 1000];
const TIMES = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 10, 12];
const SLIDERS = {guests: COUNTS, chefs: COUNTS, order: TIMES, cook: TIMES, seed: COUNTS};

let settings = {...DEFAULTS};
let program = null;   /* the C program as a module … */
let recorded = null;  /* … or its recorded output, by scene */
let runs = 0;         /* the result of an outdated run is dropped */

function canRun() {
	return program !== null;
}

/* These settings as options of build/restaurant. */
function optionsOf(s) {
	const numbers = {customers: s.guests, chefs: s.chefs, order: s.order, cook: s.cook, seed: s.seed};
	const dish = s.dish ? ["--dish", s.dish] : [], scene = s.scene === "plain" ? [] : ["--scene", s.scene];
	return [...Object.entries(numbers).flatMap(([name, value]) => [`--${name}`, String(value)]), ...dish, ...scene];
}

/* Runs the lunch with these settings, both ways, and shows it from this moment on. */
async function rerun(wanted, moment) {
	const began = performance.now(), mine = ++runs;
	const records = canRun() ? readRecords(await runProgram(program, optionsOf(wanted))) : recorded[wanted.scene];
	if (mine !== runs)
		return;
	settings = canRun() ? wanted : {...DEFAULTS, scene: wanted.scene};
	showRecords(records, settings.chefs);
	const events = plural(records[0].events.length + records[1].events.length, "event");
	setText(byId("ran"), canRun() ? `the C program has run: ${events}, ${Math.round(performance.now() - began)} ms`
		: `recorded runs, no others: ${byId("run").textContent.trim() ? "this browser runs no WebAssembly"
			: "this page was built without clang or wasi-libc"}`);
	showSettings();
	seek(moment);
}

/* Shows two records on one clock. */
function showRecords(records, chefs) {
	alone = null;
	lunches = records.map((record, way) => {
		const lunch = understand(record.events, way, chefs);
		walk(lunch);
		return lunch;
	});
	document.body.dataset.shows = "both";
	layOut();
}

function makeSettings() {
	const box = byId("settings"), off = canRun() ? "" : " disabled";
	box.innerHTML = Object.keys(SLIDERS).map(name => `<label>${say(name)} <output id="${name}-is"></output>
		<input id="${name}" type="range" min="0" max="${SLIDERS[name].length - 1}"${off}></label>`).join("")
		+ `<label>${say("dish")}<select id="dish"${off}>
		<option value="pasta">${say("same")}</option><option value="">${say("mixed")}</option></select></label>`;
	for (const name in SLIDERS)
		byId(name).oninput = e => change({[name]: SLIDERS[name][e.target.value], ...name === "seed" && {dish: ""}});
	byId("dish").onchange = e => change({dish: e.target.value});
}

function makeScenes() {
	const box = byId("scenes");
	box.replaceChildren();
	for (const scene in SCENES) {
		const button = document.createElement("button");
		button.textContent = SCENES[scene].name[skin];
		button.dataset.scene = scene;
		button.onclick = () => playScene(scene);
		box.append(button);
	}
}

async function playScene(scene) {
	stopAsking();
	await rerun({...settings, scene}, 0);
	if (!still)
		play();
}

function change(what) {
	stopAsking();
	return rerun({...settings, ...what}, t >= tail() - TAIL ? 0 : t);
}

/* The nearest value of the list: a link may hold any value. */
function nearest(list, value) {
	return list.reduce((best, x, i) => Math.abs(x - value) < Math.abs(list[best] - value) ? i : best, 0);
}

function showSettings() {
	for (const name in SLIDERS) {
		const slider = byId(name), value = settings[name];
		const text = SLIDERS[name] === TIMES ? seconds(value, 2) : String(value);
		slider.value = nearest(SLIDERS[name], value);
		slider.setAttribute("aria-valuetext", text);
		setText(byId(`${name}-is`), text);
	}
	byId("dish").value = settings.dish;
	for (const button of byId("scenes").children)
		button.setAttribute("aria-pressed", String(button.dataset.scene === settings.scene));
	const told = byId("told");
	told.textContent = SCENES[settings.scene].shows[skin];
	told.hidden = !told.textContent;
}
