/* test_musts_reply.c - what RFC 9110 and RFC 9112 demand of a client that reads a reply, rule by rule: see
 * notes/http.md. Behind each reply a second request shows whether the connection was kept. */
#include "tests/lib/musts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- the head ---- */

static void n4_bytes_above_127_are_taken(void **state)
{
	(void)state;
	KEPT(OK "X: \x80\xe9\xff\r\n" LENGTH5 "\r\nhello", "200:hello");
}

static void n4_a_bare_cr_is_refused(void **state)
{
	(void)state;
	REFUSED(OK "X: a\rb\r\n" LENGTH5 "\r\nhello");
}

static void n4_a_nul_in_a_value_is_refused(void **state)
{
	(void)state;
	REFUSED(OK "X: a\0b\r\n" LENGTH5 "\r\nhello");
}

/* Section 2.2 of RFC 9112 would let us take it: see http/parse/message.h. */
static void n4_a_line_that_ends_in_lf_alone_is_refused(void **state)
{
	(void)state;
	REFUSED(OK "X: a\n" LENGTH5 "\r\nhello");
	REFUSED("HTTP/1.1 200 OK\n" LENGTH5 "\r\nhello");
}

static void n4_white_space_before_the_first_field_is_refused(void **state)
{
	(void)state;
	REFUSED(OK " X: a\r\n" LENGTH5 "\r\nhello");
}

static void n4_a_folded_field_is_read_as_one_line(void **state)
{
	(void)state;
	KEPT(OK "Content-Length:\r\n 5\r\n\r\nhello", "200:hello");
	NOT_KEPT(OK LENGTH5 "Connection: x,\r\n\tclose\r\n\r\nhello", "200:hello");
}

static void n4_white_space_around_a_value_is_no_part_of_it(void **state)
{
	(void)state;
	KEPT(OK "Content-Length: \t5 \t \r\n\r\nhello", "200:hello");
}

static void n4_names_of_fields_have_no_case(void **state)
{
	(void)state;
	KEPT(OK "cONTENT-lENGTH: 5\r\n\r\nhello", "200:hello");
}

static void n4_empty_elements_of_a_list_are_passed_over(void **state)
{
	(void)state;
	NOT_KEPT(OK LENGTH5 "Connection: , ,,close,\r\n\r\nhello", "200:hello");
}

static void n4_interim_replies_are_passed_over(void **state)
{
	(void)state;
	KEPT("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: </a>\r\n\r\n" OK LENGTH5 "\r\nhello", "200:hello");
}

/* Of its class, as 400 and 500 would be; a number beyond the classes is a server's error. */
static void n4_an_unknown_status_counts_as_its_class(void **state)
{
	static const char *const replies[] = {"HTTP/1.1 299 ?\r\n" LENGTH5 "\r\nhello", "HTTP/1.1 499 ?\r\n" LENGTH5 "\r\nhello",
		"HTTP/1.1 599 ?\r\n" LENGTH5 "\r\nhello", "HTTP/1.1 999 ?\r\n" LENGTH5 "\r\nhello"};

	(void)state;
	for (int i = 0; i < 4; i++) {
		struct must must = {.reply = slice_of(replies[i]), .options.raise_for_status = true};

		must_say(&must, i ? "bad status 200:again" : "299:hello 200:again");
	}
}

/* The shortest fields there are, as many as fit into 65,536 bytes; and one more. */
static void n4_as_many_fields_as_fit_are_taken(void **state)
{
	static char text[MESSAGE_HEAD_MAX + 64];
	size_t room = MESSAGE_HEAD_MAX - strlen(OK LENGTH5 "\r\n"), len;

	(void)state;
	for (int more = 0; more < 2; more++) {
		len = (size_t)sprintf(text, "%s", OK LENGTH5);
		for (size_t i = 0; i < room / 4 + (size_t)more; i++)
			len += (size_t)sprintf(text + len, "X:\r\n");
		sprintf(text + len, "\r\nhello");
		must_keep(slice_of(text), more ? "bad payload 200:again" : "200:hello 200:again", !more);
	}
}

/* ---- where the body ends ---- */

static void n4_the_reply_to_head_has_no_body(void **state)
{
	struct must must = {.reply = TEXT(OK LENGTH5 "\r\n"), .how = VISIT_HEAD};

	(void)state;
	must_say(&must, "200: 200:again");
	assert_int_equal(must.peer.connections, 1);
}

static void n4_204_and_304_have_no_body(void **state)
{
	(void)state;
	KEPT("HTTP/1.1 204 None\r\n\r\n", "204:");
	KEPT("HTTP/1.1 304 Same\r\n" LENGTH5 "\r\n", "304:");
}

static void n4_a_length_and_chunks_together_are_refused(void **state)
{
	(void)state;
	REFUSED(OK LENGTH5 CHUNKED "\r\n5\r\nhello\r\n0\r\n\r\n");
}

static void n4_chunks_in_http_1_0_are_refused(void **state)
{
	(void)state;
	REFUSED("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n" CHUNKED "\r\n5\r\nhello\r\n0\r\n\r\n");
}

static void n4_a_length_that_is_no_number_is_refused(void **state)
{
	(void)state;
	REFUSED(OK "Content-Length: 5x\r\n\r\nhello");
}

static void n4_two_lengths_are_refused(void **state)
{
	(void)state;
	REFUSED(OK LENGTH5 "Content-Length: 6\r\n\r\nhello!");
}

/* 2^64 and five. */
static void n4_a_length_does_not_overflow(void **state)
{
	(void)state;
	REFUSED(OK "Content-Length: 18446744073709551621\r\n\r\nhello");
}

static void n4_chunks_are_put_together(void **state)
{
	(void)state;
	KEPT(OK CHUNKED "\r\n2\r\nhe\r\n010\r\nllo, hello, hell\r\n0\r\n\r\n", "200:hello, hello, hell");
}

static void n4_a_chunk_size_does_not_overflow(void **state)
{
	(void)state;
	REFUSED(OK CHUNKED "\r\n10000000000000005\r\nhello\r\n0\r\n\r\n");
}

static void n4_chunk_extensions_are_passed_over(void **state)
{
	(void)state;
	KEPT(OK CHUNKED "\r\n5;a=\"b\";c\r\nhello\r\n0;d\r\n\r\n", "200:hello");
}

/* They are read to their end, and change nothing. */
static void n4_trailers_are_no_part_of_the_head(void **state)
{
	(void)state;
	KEPT(OK CHUNKED "\r\n5\r\nhello\r\n0\r\nConnection: close\r\nContent-Length: 9\r\n\r\n", "200:hello");
}

/* ---- incomplete ---- */

static void ends_with(enum peer_act end, bool tls, const char *reply, const char *said)
{
	struct must must = {.reply = slice_of(reply), .end = end, .tls = tls};

	must_say(&must, said);
}

static void n4_less_than_the_length_is_incomplete(void **state)
{
	(void)state;
	ends_with(PEER_CLOSE, false, OK LENGTH5 "\r\nhell", "bad payload 200:again");
}

static void n4_chunks_without_the_last_are_incomplete(void **state)
{
	(void)state;
	ends_with(PEER_CLOSE, false, OK CHUNKED "\r\n5\r\nhello\r\n", "bad payload 200:again");
	ends_with(PEER_CLOSE, false, OK CHUNKED "\r\n5\r\nhello\r\n0\r\n", "bad payload 200:again");
}

static void n4_without_framing_the_end_is_the_end(void **state)
{
	(void)state;
	ends_with(PEER_CLOSE, false, OK "\r\nhello", "200:hello 200:again");
	ends_with(PEER_CLOSE, true, OK "\r\nhello", "200:hello 200:again");
}

static void n4_an_end_without_close_notify_is_incomplete(void **state)
{
	(void)state;
	ends_with(PEER_CUT, true, OK "\r\nhello", "bad payload 200:again");
	ends_with(PEER_CUT, true, OK LENGTH5 "\r\nhello", "200:hello 200:again");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLOSED(n4_bytes_above_127_are_taken),
		CLOSED(n4_a_bare_cr_is_refused),
		CLOSED(n4_a_nul_in_a_value_is_refused),
		CLOSED(n4_a_line_that_ends_in_lf_alone_is_refused),
		CLOSED(n4_white_space_before_the_first_field_is_refused),
		CLOSED(n4_a_folded_field_is_read_as_one_line),
		CLOSED(n4_white_space_around_a_value_is_no_part_of_it),
		CLOSED(n4_names_of_fields_have_no_case),
		CLOSED(n4_empty_elements_of_a_list_are_passed_over),
		CLOSED(n4_interim_replies_are_passed_over),
		CLOSED(n4_an_unknown_status_counts_as_its_class),
		CLOSED(n4_as_many_fields_as_fit_are_taken),
		CLOSED(n4_the_reply_to_head_has_no_body),
		CLOSED(n4_204_and_304_have_no_body),
		CLOSED(n4_a_length_and_chunks_together_are_refused),
		CLOSED(n4_chunks_in_http_1_0_are_refused),
		CLOSED(n4_a_length_that_is_no_number_is_refused),
		CLOSED(n4_two_lengths_are_refused),
		CLOSED(n4_a_length_does_not_overflow),
		CLOSED(n4_chunks_are_put_together),
		CLOSED(n4_a_chunk_size_does_not_overflow),
		CLOSED(n4_chunk_extensions_are_passed_over),
		CLOSED(n4_trailers_are_no_part_of_the_head),
		CLOSED(n4_less_than_the_length_is_incomplete),
		CLOSED(n4_chunks_without_the_last_are_incomplete),
		CLOSED(n4_without_framing_the_end_is_the_end),
		CLOSED(n4_an_end_without_close_notify_is_incomplete),
	};

	cmocka_set_test_filter(getenv("TEST_ONLY")); /* tests/house/musts.sh wants one */
	return cmocka_run_group_tests(tests, peer_setup, peer_teardown);
}
