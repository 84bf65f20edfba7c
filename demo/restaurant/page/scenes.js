/* scenes.js - the scenes of build/restaurant --scene: the name of each, and what it shows. */

const SCENES = {
	plain: {
		name: ["A plain lunch", "Plain"],
		shows: ["", ""],
	},
	slow: {
		name: ["A slow dish", "Timeout"],
		shows: [
			"Cem’s dish takes six times as long. After the time of three pots Cem goes, and all others eat. "
			+ "Above, the waiter stands by the pot: he cannot be told.",
			"Cem’s call takes six times as long; timeout() ends the wait: an error of that task and no other. "
			+ "Above, a blocked thread has no timeout.",
		],
	},
	burnt: {
		name: ["A burnt dish", "Error"],
		shows: [
			"Cem’s dish is spoilt. That is Cem’s bad luck: all others eat.",
			"Task Cem raises an error. gather() keeps it beside the results; no other task sees it.",
		],
	},
	leaves: {
		name: ["A guest leaves", "Cancel"],
		shows: [
			"Cem goes before the dish is done. The order is called off, and the chef is free for the next. "
			+ "Above, the waiter in the kitchen does not hear it.",
			"Task Cem is cancelled while it waits: the error comes out of its await, and its permit is given back. "
			+ "Above, a blocked thread cannot be cancelled.",
		],
	},
	"cooks-himself": {
		name: ["He cooks himself", "Blocking call"],
		shows: [
			"Below, too, the waiter cooks Cem’s dish himself. Nobody hears the bell: the restaurant stands still.",
			"Task Cem makes a blocking call in a coroutine. The loop cannot go on: all of its tasks stand still.",
		],
	},
	"big-order": {
		name: ["A big order", "CPU-bound"],
		shows: [
			"All of it is the waiter’s own work, and no pot cooks: there is nothing to turn away from.",
			"All of it is the thread’s own work. There is no wait to use: async gains nothing.",
		],
	},
};
