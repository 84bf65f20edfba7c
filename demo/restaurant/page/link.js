/* link.js - settings and moment in the address: "#chefs=4&t=12.5" has what differs from the defaults, and the
 * time. */

const WITHIN = {guests: [1, 1000], chefs: [1, 1000], order: [0.05, 60], cook: [0.05, 600], seed: [0, 1000]};

function linkOf() {
	const link = new URLSearchParams();
	for (const name in DEFAULTS)
		if (settings[name] !== DEFAULTS[name])
			link.set(name, settings[name]);
	if (skin === FIELD)
		link.set("words", "field");
	link.set("t", String(Math.round(t * 100) / 100));
	return `#${link}`;
}

/* The settings of a link, limited to values that the program accepts. */
function settingsOf(link) {
	const wanted = {...DEFAULTS};
	for (const name in WITHIN)
		if (link.has(name) && Number.isFinite(Number(link.get(name))))
			wanted[name] = clamp(Number(link.get(name)), ...WITHIN[name]);
	for (const name of ["guests", "chefs", "seed"])
		wanted[name] = Math.round(wanted[name]);
	if (link.get("dish") === "")
		wanted.dish = ""; /* the seed decides */
	if (SCENES[link.get("scene")])
		wanted.scene = link.get("scene");
	return wanted;
}

async function followLink() {
	const link = new URLSearchParams(location.hash.slice(1)), words = link.get("words") === "field" ? FIELD : RESTAURANT;
	if (words !== skin || !lunches)
		setSkin(words);
	if (link.has("t"))
		pause();
	await rerun(settingsOf(link), Number(link.get("t")) || 0);
	if (link.has("predict"))
		await ask();
	return link;
}

function copyLink() {
	history.replaceState(null, "", linkOf());
	navigator.clipboard?.writeText(location.href).catch(() => {}); /* the address has it, too */
	setText(byId("link"), "Copied");
	setTimeout(() => setText(byId("link"), "Link"), 1500);
}
