/* moments.mjs - one moment, one picture: steps, words, and predictions. */
import {address, browser, click, lit, must, shown, test} from "./tests.mjs";

test("a step changes what is lit, and back restores it", async () => {
	await browser.load(`${address}#t=0`);
	const seen = [];
	for (let i = 0; i < 60; i++) {
		seen.push(await lit());
		await click("step");
		must(seen[i] !== (await lit()), `step ${i} changes nothing`);
	}
	for (let i = 59; i > 0; i--) {
		await click("back");
		const now = await lit();
		must(now === seen[i], `back ${i}: ${now}`);
	}
});

test("at one moment the picture shows no more than the events that have been stepped to", async () => {
	await browser.load(`${address}#t=0.5`);
	const pot = () => browser.evaluate(`views[1].stoves[0].pot.getAttribute("display") === "inline"`);
	const event = () =>
		browser.evaluate("[lunches[1].events[at[1]].ev, lunches[1].events[at[1] + 1]?.t > t].join()");
	for (
		let ordered = false;
		(await event()) !== "resume,true" || !ordered;
		ordered ||= (await event()) === "ordered,false"
	) {
		must(!(await pot()), `a pot before its time: ${await event()}`);
		await click("step");
	}
	must(await pot(), "no pot");
});

test("a dish that is not fetched says why: not seen yet, heard, and nobody hears", async () => {
	const says = [
		["#t=7.5", "Bob’s dish is ready: he looks for dishes between two guests"],
		["#t=6.5&guests=7&chefs=1", "Ann’s dish is ready: he looks for dishes between two guests"],
		["#t=7.5&guests=8&chefs=1", "Ann’s dish is next: he listens to Hal first"],
		["#t=7.5&scene=cooks-himself", "Ann’s dish gets cold: he cooks, and hears no bell"],
		["#t=7.5&words=field", "Bob’s timer is due: the loop looks at its timers once a turn"],
	];
	for (const [link, text] of says) {
		await browser.load(address + link);
		const said = await browser.evaluate("views[1].unfetched.textContent");
		must(said === text, `${link}: ${said}`);
	}
});

test("the picture is a function of the moment alone", async () => {
	for (const link of ["#t=14.3&chefs=3&scene=leaves", "#t=74.3&guests=200&chefs=30&dish="]) {
		await browser.load(address + link);
		const direct = await shown();
		await browser.evaluate(
			"{ const then = t; seek(90); seek(2.1); for (let x = 0; x < then; x += 0.37) seek(x); seek(then); }",
		);
		must(direct === (await shown()), `it depends on the way there: ${link}`);
	}
});

test("every moment can be shown, in either language, and neither mixes", async () => {
	const restaurant = "waiter|chef|kitchen|guests|dish|cook|pot |bell|queue at",
		field = "\\btasks?\\b|coroutine|thread|semaphore|permit|timer";
	for (const words of ["restaurant", "field"])
		for (const setting of [
			"",
			"&guests=120&chefs=30",
			"&scene=leaves&chefs=2",
			"&scene=big-order",
		]) {
			await browser.load(`${address}#t=0&words=${words}${setting}`);
			const said =
				await browser.evaluate(`(() => { const said = new Set(); for (let x = 0; x <= tail(); x += tail() / 150) { seek(x);
				for (const e of document.querySelectorAll("[data-say], .caption, .scene text, #verdict, #legend, #who, #settings, #scenes, #told")) said.add(e.textContent); }
				return [...said].join("\\n"); })()`);
			must(
				!/undefined|NaN/.test(said),
				`${words}${setting}: ${/.*(undefined|NaN).*/.exec(said)?.[0]}`,
			);
			const mixed = said
				.replace(/guest\(|clock_spend|door\(/g, "")
				.match(new RegExp(`.*(${words === "field" ? restaurant : field}).*`, "i"));
			must(!mixed, `${words} words: ${mixed?.[0]}`);
		}
});

/* ---- predict ---- */

test("a prediction is graded, right and wrong, and gives its reason", async () => {
	await browser.load(`${address}#t=6&chefs=2`);
	for (let i = 0; i < 25; i++) {
		await browser.key("p");
		await browser.until("asked?.why && document.querySelectorAll('#question [data-id]').length");
		const right = i % 2 === 0,
			truth = await browser.evaluate(
				"lunches[1].events.find((e, i) => i > at[1] && e.ev === 'resume' && e.worker > 1).worker",
			);
		const ids = await browser.evaluate(
			"[...document.querySelectorAll('#question [data-id]')].map(b => +b.dataset.id)",
		);
		must(ids.includes(truth), "the answer is not offered");
		const eat = id => browser.evaluate(`/(\\d+) of (?!.* of )/.exec(byId("${id}").textContent)[1]`);
		must((await eat("served1")) === (await eat("verdict")), "one count tells the answer");
		const id = right ? truth : (ids.find(id => id !== truth) ?? truth);
		await browser.evaluate(`document.querySelector('#question [data-id="${id}"]').click()`);
		const told = await browser.evaluate("byId('question').textContent");
		must(told.startsWith(id === truth ? "✓ Yes." : "✗ No."), told);
		must(
			/first in line|not first|waits for a chef|has not looked|still cooks|not come to the door/.test(
				told,
			),
			`no reason: ${told}`,
		);
		must(
			await browser.evaluate(`lunches[1].events[at[1]].worker === ${truth}`),
			"it does not go on to the answer",
		);
	}
	must(
		/^13 of 25|1[3-9] of 25/.test(await browser.evaluate("`${score.right} of ${score.all}`")),
		"the score",
	);
});

test("questions never end: after a lunch comes the next seed", async () => {
	await browser.load(`${address}#t=0`);
	await browser.evaluate("toEnd()");
	await browser.evaluate("ask()");
	must(
		await browser.evaluate("!canRun() || settings.seed === 2 && settings.dish === ''"),
		"the same lunch again",
	);
	must(await browser.evaluate("asked !== null"), "no question");
});
