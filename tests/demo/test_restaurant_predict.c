/* test_restaurant_predict.c - each question of --predict: whether the answer is right, and why. */
#include "tests/lib/process.h"

#include <string.h>
#include <termios.h>
#include <unistd.h>

static struct process program;

/* No sentence is wider than a terminal, which would cut a word in two. */
static void assert_fits(const char *line)
{
	while (*line) {
		size_t width = strcspn(line, "\n");

		assert_true(*line == ' ' || width < 80); /* a blank begins a list, as long as it gets */
		line += width + (line[width] == '\n');
	}
}

static void predict(const char *answers, const char *options)
{
	assert_int_equal(process_run(&program, answers, "restaurant --predict %s", options), 0);
	assert_string_equal(program.errors.at, "");
	assert_fits(program.output.at);
}

static void assert_said(const char *words)
{
	if (!strstr(program.output.at, words))
		fail_msg("no \"%s\" in:\n%s", words, program.output.at);
}

/* The order of this lunch, with 2 chefs, worked out by hand: all orders, then each dish as it is done, and
 * whose chef is free then. */
static const char four_guests[] = "Ann\nBob\nCem\nDee\nnobody\nAnn\nCem\nnobody\nBob\nDee\nnobody\nCem\nnobody\nDee\n";

static void right_answers_are_right(void **state)
{
	(void)state;
	predict(four_guests, "--seed 4");
	assert_said("One waiter, guests: 4, chefs: 2.\n");
	assert_said("Right. Cem was next at the door, before any bell was heard.\n");
	assert_said("Right. Nobody is in the queue, and no dish is done: he rests.\n");
	assert_said("Right. Bob's dish is done, and its bell was heard first.\n");
	assert_said("Right. A chef is free for Dee: the order is handed in.\n");
	assert_said("\n14 of 14 right.\n");
	assert_null(strstr(program.output.at, "No. "));
}

static void wrong_answers_are_told_why(void **state)
{
	(void)state;
	predict("Dee\nAnn\nbob\ncem\nC\nnobody\nnobody\n", "--seed 4");
	assert_said("No. Dee is still in the queue.\nAnn was next at the door");
	assert_said("No. Ann's dish is not done.\nBob was next at the door");
	assert_said("No. No chef is free for Cem.\nDee was next at the door");
	assert_said("No. No chef is free for Cem.\nNobody is in the queue");
	assert_said("No. He does not rest while anybody needs him.\nAnn's dish is done");
	assert_said("\n0 of 7 right.\n");
}

/* The loop looks at its clock between two turns: a dish that is done may have to wait for it. */
static void a_dish_that_nobody_has_noticed(void **state)
{
	(void)state;
	predict("A\nB\nC\nD\nE\nF\nA\n", "--customers 8 --chefs 8 --dish pasta");
	assert_said("stoves       Ann (6 s) Bob (7 s)");
	assert_said("No. Ann's dish is done; he looks only when all who were ready have had a turn.\n"
		    "Gus was next at the door");
}

/* With the field's words, and no other. */
static void in_the_fields_words(void **state)
{
	(void)state;
	predict("Dee\nnobody\nB\nCem\n", "--seed 4 --field");
	assert_said("Tasks: 4, permits: 2.\n");
	assert_said("Which task runs next? A name, or nobody: Dee\nNo. task 5 is not ready before the others.\ntask 2 has been");
	assert_said("The loop does not sleep while any task is ready.");
	assert_null(strstr(program.output.at, "waiter"));
	assert_null(strstr(program.output.at, "dish"));
}

static void q_and_the_end_of_the_answers_end_it(void **state)
{
	(void)state;
	predict("Ann\nq\nBob\n", "--seed 4");
	assert_said("\n1 of 1 right.\n");
	predict("Zoe\n\nAnn", "--seed 4");
	assert_said("Zoe\nOne who waits for something, \"nobody\", or \"q\" for the end: ");
	assert_said("\n1 of 1 right.\n");
}

/* Each seed has a lunch of its own, and always the same; what is given on the command line holds. */
static void a_lunch_for_each_seed(void **state)
{
	static char first[PROCESS_TEXT_MAX];

	(void)state;
	predict("Ann\nBob\n", "--seed 7");
	strcpy(first, program.output.at);
	predict("Ann\nBob\n", "--seed 7");
	assert_string_equal(program.output.at, first);
	predict("Ann\nBob\n", "--seed 8");
	assert_string_not_equal(program.output.at, first);
	predict("", "--seed 7 --customers 2 --chefs 1");
	assert_said("One waiter, guests: 2, chefs: 1.\n");
}

static void on_a_terminal(void **state)
{
	static const char answer[] = "ann\n";

	(void)state;
	program.on_terminal = true;
	process_start(&program, "restaurant --predict --seed 4");
	assert_true(process_until(&program, "or nobody: "));
	assert_int_equal(write(program.out, answer, strlen(answer)), strlen(answer));
	assert_true(process_until(&program, "Right. Ann was next"));
	assert_int_equal(write(program.out, "q\n", 2), 2);
	assert_int_equal(process_finish(&program), 0);
	assert_said("1 of 1 right.");
	assert_null(strchr(program.output.at, '\033'));
	program.on_terminal = false;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(right_answers_are_right),
		cmocka_unit_test(wrong_answers_are_told_why),
		cmocka_unit_test(a_dish_that_nobody_has_noticed),
		cmocka_unit_test(in_the_fields_words),
		cmocka_unit_test(q_and_the_end_of_the_answers_end_it),
		cmocka_unit_test(a_lunch_for_each_seed),
		cmocka_unit_test(on_a_terminal),
	};

	(void)argc;
	process_find(argv[0]);
	return cmocka_run_group_tests(tests, NULL, process_kill_all);
}
