/* keys.js - buttons and keys: everything can be done with either. */

function wireButtons() {
	byId("play").onclick = () => playing ? pause() : play();
	byId("step").onclick = step;
	byId("back").onclick = stepBack;
	byId("start").onclick = toStart;
	byId("end").onclick = toEnd;
	byId("predict").onclick = ask;
	byId("words").onclick = () => setSkin(skin === FIELD ? RESTAURANT : FIELD);
	byId("scrub").oninput = e => {
		pause();
		stopAsking();
		seek(Number(e.target.value));
	};
	byId("link").onclick = copyLink;
	byId("files").onchange = e => openFiles(e.target.files);
	addEventListener("dragover", e => e.preventDefault());
	addEventListener("drop", e => {
		e.preventDefault();
		if (e.dataTransfer.files.length)
			openFiles(e.dataTransfer.files);
	});
}

function toStart() {
	pause();
	stopAsking();
	seek(0, [0, 0]);
}

function toEnd() {
	pause();
	stopAsking();
	seek(tail());
}

/* A control with the focus keeps its own keys: the arrows of a slider, the space bar of a button. */
function onKey(e) {
	const {target} = e, slider = target.type === "range" && target.id !== "scrub";
	if (e.ctrlKey || e.metaKey || e.altKey || target.tagName === "SELECT" || target.type === "file")
		return;
	const action = {
		" ": ["BUTTON", "SUMMARY"].includes(target.tagName) ? null : () => playing ? pause() : play(),
		ArrowRight: slider ? null : e.shiftKey ? () => jump(1) : step,
		ArrowLeft: slider ? null : e.shiftKey ? () => jump(-1) : stepBack,
		Home: slider ? null : toStart,
		End: slider ? null : toEnd,
		w: () => setSkin(skin === FIELD ? RESTAURANT : FIELD),
		p: ask,
	}[e.key];
	if (!action)
		return;
	e.preventDefault();
	action();
}

function jump(by) {
	pause();
	stopAsking();
	seek(t + by);
}
