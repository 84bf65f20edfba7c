/* test_trust.c - whose certificates are believed: for each kind of chain its verdict, told by a session that calls there.
 *
 * The verdicts are OpenSSL's names for them. Those of "too small" and "too weak" exist because tls_client_context asks for
 * security level 2; all others hold at any level. */
#include "tests/lib/client.h"
#include "tests/lib/pki.h"

#include <string.h>

static const struct peer_step hello[] = {EXPECT, REPLY("5", "hello"), AGAIN};

struct row {
	struct pki_chain chain;
	const char *url; /* NULL: https://localhost/ */
	int verdict;
};

#define GOOD       .hosts = "DNS:localhost"
#define BELIEVED   .verdict = X509_V_OK
#define FAILS(why) .verdict = X509_V_ERR_##why
#define MIDDLE     .middle = {.name = "middle"}

static void judge(const struct row *row)
{
	const char *url = row->url ? row->url : "https://localhost/";
	const struct visit visits[] = {{.path = url}, {0}};
	struct peer peer = {.tls = true, .context = pki_serve(&row->chain, pki_file), .scripts = {hello}};
	struct client client = {.visits = {visits}, .options.cafile = pki_file};
	const struct visitor *visitor = &client.visitors[0];
	const char *error = visitor->response.error, *why = X509_verify_cert_error_string(row->verdict);

	visit_peer(&client, &peer);
	if (row->verdict == X509_V_OK) {
		if (visitor->err)
			fail_msg("%s is not believed: %s", row->chain.leaf.hosts, error);
		assert_said("200:hello");
		return;
	}
	assert_said("cannot connect");
	if (!strstr(error, "certificate verify failed: ") || !strstr(error, why))
		fail_msg("%s: \"%s\" is not: %s", row->chain.leaf.hosts, why, error);
	assert_int_equal(visitor->response.fault, FAULT_CERTIFICATE);
	assert_int_equal(peer.requests, 0); /* not a byte of it was sent */
}

static void judge_all(const struct row rows[], size_t count)
{
	for (size_t i = 0; i < count; i++)
		judge(&rows[i]);
}
#define JUDGE(rows) judge_all((rows), sizeof(rows) / sizeof *(rows))

/* ---- for which hosts ---- */

/* RFC 9525 section 6.3: a wildcard is the whole leftmost label, and stands for one. */
static void test_names(void **state)
{
#define NAMES(names, host, why)                                                                              \
	{                                                                                                    \
		{.leaf = {.hosts = names}}, "https://" host "/", X509_V_##why                                \
	}
	static const struct row rows[] = {
		NAMES("DNS:localhost", "localhost", OK),
		NAMES("DNS:localhost", "LOCALHOST", OK),
		NAMES("DNS:LocalHost", "localhost", OK),
		NAMES("DNS:localhost", "localhost.", OK),
		NAMES("DNS:a.example,DNS:b.example,DNS:localhost", "localhost", OK),
		NAMES("DNS:localhost", "localhost.example", ERR_HOSTNAME_MISMATCH),
		NAMES("DNS:localhost.example", "localhost", ERR_HOSTNAME_MISMATCH),
		NAMES("DNS:a.localhost", "localhost", ERR_HOSTNAME_MISMATCH),
		NAMES("DNS:ocalhost", "localhost", ERR_HOSTNAME_MISMATCH),
		NAMES("email:root@localhost", "localhost", ERR_HOSTNAME_MISMATCH),
		NAMES("URI:https://localhost/", "localhost", ERR_HOSTNAME_MISMATCH),
		/* localhost, NUL, .com */
		NAMES("DER:3010820E6C6F63616C686F7374002E636F6D", "localhost", ERR_HOSTNAME_MISMATCH),
		/* wildcards */
		NAMES("DNS:*.example.com", "www.example.com", OK),
		NAMES("DNS:*.example.com", "WWW.EXAMPLE.com.", OK),
		NAMES("DNS:*.b.example.com", "a.b.example.com", OK),
		NAMES("DNS:*.example.com", "example.com", ERR_HOSTNAME_MISMATCH),
		NAMES("DNS:*.example.com", "a.b.example.com", ERR_HOSTNAME_MISMATCH),
		NAMES("DNS:*.*.example.com", "a.b.example.com", ERR_HOSTNAME_MISMATCH),
		NAMES("DNS:www.*.com", "www.example.com", ERR_HOSTNAME_MISMATCH),
		NAMES("DNS:w*.example.com", "www.example.com", ERR_HOSTNAME_MISMATCH),
		NAMES("DNS:*w.example.com", "www.example.com", ERR_HOSTNAME_MISMATCH),
		NAMES("DNS:w*w.example.com", "www.example.com", ERR_HOSTNAME_MISMATCH),
		NAMES("DNS:**.example.com", "www.example.com", ERR_HOSTNAME_MISMATCH),
		NAMES("DNS:*.com", "example.com", ERR_HOSTNAME_MISMATCH),
		NAMES("DNS:*.", "localhost", ERR_HOSTNAME_MISMATCH),
		NAMES("DNS:*", "localhost", ERR_HOSTNAME_MISMATCH),
		NAMES("DNS:*.localhost", "a.localhost", ERR_HOSTNAME_MISMATCH),
		/* addresses */
		NAMES("IP:127.0.0.1", "127.0.0.1", OK),
		NAMES("IP:::1", "[::1]", OK),
		NAMES("IP:::1", "[0:0:0:0:0:0:0:1]", OK),
		NAMES("IP:10.0.0.1,IP:127.0.0.1", "127.0.0.1", OK),
		NAMES("IP:127.0.0.2", "127.0.0.1", ERR_IP_ADDRESS_MISMATCH),
		NAMES("IP:::2", "[::1]", ERR_IP_ADDRESS_MISMATCH),
		NAMES("IP:127.0.0.1", "[::ffff:127.0.0.1]", ERR_IP_ADDRESS_MISMATCH),
		NAMES("DNS:127.0.0.1", "127.0.0.1", ERR_IP_ADDRESS_MISMATCH),
		NAMES("DNS:*.0.0.1", "127.0.0.1", ERR_IP_ADDRESS_MISMATCH),
		NAMES("DNS:localhost", "127.0.0.1", ERR_IP_ADDRESS_MISMATCH),
		NAMES("IP:127.0.0.1", "localhost", ERR_HOSTNAME_MISMATCH),
		/* RFC 9110 section 4.3.4: the common name is nobody's host */
		{{.leaf = {.name = "localhost"}}, NULL, FAILS(HOSTNAME_MISMATCH)},
		{{.leaf = {.name = "localhost", .hosts = "DNS:other"}}, NULL, FAILS(HOSTNAME_MISMATCH)},
		{{.leaf = {.name = "127.0.0.1"}}, "https://127.0.0.1/", FAILS(IP_ADDRESS_MISMATCH)},
	};

	(void)state;
	JUDGE(rows);
}

/* ---- by whom, and until when ---- */

static void test_chains(void **state)
{
	static const struct row rows[] = {
		{{.leaf = {GOOD, .from = -9, .until = 9}}, BELIEVED},
		{{.leaf = {GOOD, .from = -9, .until = -1}}, FAILS(CERT_HAS_EXPIRED)},
		{{.leaf = {GOOD, .from = 1, .until = 9}}, FAILS(CERT_NOT_YET_VALID)},
		{{.leaf = {GOOD}, .root = {.from = -9, .until = -1}}, FAILS(CERT_HAS_EXPIRED)},
		{{.leaf = {GOOD}, .trust = TRUSTS_OTHER}, FAILS(UNABLE_TO_GET_ISSUER_CERT_LOCALLY)},
		{{.leaf = {GOOD, .forged = true}}, FAILS(CERT_SIGNATURE_FAILURE)},
		{{.leaf = {GOOD}, .self_signed = true}, FAILS(DEPTH_ZERO_SELF_SIGNED_CERT)},
		{{.leaf = {GOOD}, .self_signed = true, .trust = TRUSTS_OTHER},
			FAILS(DEPTH_ZERO_SELF_SIGNED_CERT)},
		{{.leaf = {GOOD}, .self_signed = true, .trust = TRUSTS_LEAF}, BELIEVED},
		{{.leaf = {.hosts = "DNS:other"}, .self_signed = true, .trust = TRUSTS_LEAF},
			FAILS(HOSTNAME_MISMATCH)},
		{{.leaf = {GOOD, .from = -9, .until = -1}, .self_signed = true, .trust = TRUSTS_LEAF},
			FAILS(CERT_HAS_EXPIRED)},
		/* a third one in between */
		{{.leaf = {GOOD}, MIDDLE}, BELIEVED},
		{{.leaf = {GOOD}, MIDDLE, .hides_middle = true}, FAILS(UNABLE_TO_GET_ISSUER_CERT_LOCALLY)},
		{{.leaf = {GOOD}, MIDDLE, .trust = TRUSTS_OTHER}, FAILS(UNABLE_TO_GET_ISSUER_CERT_LOCALLY)},
		{{.leaf = {GOOD}, .middle = {.name = "middle", .from = -9, .until = -1}},
			FAILS(CERT_HAS_EXPIRED)},
		{{.leaf = {GOOD}, .middle = {.name = "middle", .forged = true}},
			FAILS(CERT_SIGNATURE_FAILURE)},
		{{.leaf = {GOOD}, .middle = {.name = "middle", .basic = "critical,CA:FALSE"}},
			FAILS(INVALID_CA)},
		{{.leaf = {GOOD}, .middle = {.name = "middle", .basic = "", .usage = ""}}, FAILS(INVALID_CA)},
		{{.leaf = {GOOD}, .middle = {.name = "middle", .usage = "critical,digitalSignature"}},
			FAILS(INVALID_CA)},
		{{.leaf = {GOOD}, MIDDLE, .root = {.basic = "critical,CA:TRUE,pathlen:0"}},
			FAILS(PATH_LENGTH_EXCEEDED)},
		{{.leaf = {GOOD}, .middle = {.name = "middle", .basic = "critical,CA:TRUE,pathlen:0"}},
			BELIEVED},
	};

	(void)state;
	JUDGE(rows);
}

/* N7: who is trusted need not be a root. Whoever stands below it is believed, whoever is not named by it is not; and
 * what is asked of a certificate is asked all the same. */
static void test_N7_trust_without_a_root(void **state)
{
#define IN_MIDDLE .trust = TRUSTS_MIDDLE
#define IN_LEAF   .trust = TRUSTS_LEAF
	static const struct row rows[] = {
		{{.leaf = {GOOD}, MIDDLE, IN_MIDDLE}, BELIEVED},
		{{.leaf = {GOOD}, MIDDLE, IN_MIDDLE, .hides_middle = true}, BELIEVED},
		{{.leaf = {GOOD}, IN_LEAF}, BELIEVED},
		{{.leaf = {GOOD}, MIDDLE, IN_LEAF}, BELIEVED},
		{{.leaf = {GOOD}, MIDDLE, IN_LEAF, .hides_middle = true}, BELIEVED},
		{{.leaf = {.hosts = "DNS:other"}, IN_LEAF}, FAILS(HOSTNAME_MISMATCH)},
		{{.leaf = {.hosts = "DNS:other"}, MIDDLE, IN_MIDDLE}, FAILS(HOSTNAME_MISMATCH)},
		{{.leaf = {GOOD, .from = -9, .until = -1}, IN_LEAF}, FAILS(CERT_HAS_EXPIRED)},
		{{.leaf = {GOOD, .purpose = "clientAuth"}, IN_LEAF}, FAILS(INVALID_PURPOSE)},
		{{.leaf = {GOOD, .key = PKI_RSA1024}, IN_LEAF}, FAILS(EE_KEY_TOO_SMALL)},
		{{.leaf = {GOOD, .forged = true}, MIDDLE, IN_MIDDLE}, FAILS(CERT_SIGNATURE_FAILURE)},
		{{.leaf = {GOOD}, .middle = {.name = "middle", .from = -9, .until = -1}, IN_MIDDLE},
			FAILS(CERT_HAS_EXPIRED)},
		{{.leaf = {GOOD}, .middle = {.name = "middle", .basic = "critical,CA:FALSE"}, IN_MIDDLE},
			FAILS(INVALID_CA)},
	};

	(void)state;
	JUDGE(rows);
}

/* ---- for what ---- */

static void test_uses(void **state)
{
#define PERMITS(text) .middle = {.name = "middle", .constraints = "critical," text }
	static const struct row rows[] = {
		{{.leaf = {GOOD, .purpose = ""}}, BELIEVED},
		{{.leaf = {GOOD, .purpose = "serverAuth,clientAuth"}}, BELIEVED},
		{{.leaf = {GOOD, .purpose = "clientAuth"}}, FAILS(INVALID_PURPOSE)},
		{{.leaf = {GOOD, .purpose = "codeSigning"}}, FAILS(INVALID_PURPOSE)},
		{{.leaf = {GOOD, .purpose = "anyExtendedKeyUsage"}}, FAILS(INVALID_PURPOSE)},
		{{.leaf = {GOOD}, .middle = {.name = "middle", .purpose = "clientAuth"}},
			FAILS(INVALID_PURPOSE)},
		{{.leaf = {GOOD, .usage = "critical,digitalSignature"}}, BELIEVED},
		{{.leaf = {GOOD, .usage = "critical,keyCertSign"}}, FAILS(INVALID_PURPOSE)},
		{{.leaf = {GOOD, .usage = "critical,cRLSign"}}, FAILS(INVALID_PURPOSE)},
		{{.leaf = {GOOD, .alien = "1.3.6.1.4.1.99999.1"}}, FAILS(UNHANDLED_CRITICAL_EXTENSION)},
		{{.leaf = {GOOD}, .middle = {.name = "middle", .alien = "1.3.6.1.4.1.99999.1"}},
			FAILS(UNHANDLED_CRITICAL_EXTENSION)},
		/* RFC 5280 section 4.2.1.10 */
		{{.leaf = {GOOD}, PERMITS("permitted;DNS:localhost")}, BELIEVED},
		{{.leaf = {GOOD}, PERMITS("excluded;DNS:example.com")}, BELIEVED},
		{{.leaf = {GOOD}, PERMITS("permitted;DNS:example.com")}, FAILS(PERMITTED_VIOLATION)},
		{{.leaf = {GOOD}, PERMITS("excluded;DNS:localhost")}, FAILS(EXCLUDED_VIOLATION)},
		{{.leaf = {.hosts = "DNS:localhost,DNS:other"}, PERMITS("permitted;DNS:localhost")},
			FAILS(PERMITTED_VIOLATION)},
		{{.leaf = {.hosts = "IP:127.0.0.1"}, PERMITS("permitted;IP:127.0.0.0/255.0.0.0")},
			"https://127.0.0.1/", BELIEVED},
		{{.leaf = {.hosts = "IP:127.0.0.1"}, PERMITS("permitted;IP:10.0.0.0/255.0.0.0")},
			"https://127.0.0.1/", FAILS(PERMITTED_VIOLATION)},
	};

	(void)state;
	JUDGE(rows);
}

/* ---- how strong ---- */

static void test_strength(void **state)
{
	static const struct row rows[] = {
		{{.leaf = {GOOD, .key = PKI_RSA2048}}, BELIEVED},
		{{.leaf = {GOOD, .key = PKI_P384}}, BELIEVED},
		{{.leaf = {GOOD, .key = PKI_ED25519}}, BELIEVED},
		{{.leaf = {GOOD}, .root = {.key = PKI_RSA2048}}, BELIEVED},
		{{.leaf = {GOOD, .digest = "SHA384"}}, BELIEVED},
		{{.leaf = {GOOD, .digest = "SHA224"}}, BELIEVED},
		{{.leaf = {GOOD, .key = PKI_RSA1024}}, FAILS(EE_KEY_TOO_SMALL)},
		{{.leaf = {GOOD}, .middle = {.name = "middle", .key = PKI_RSA1024}}, FAILS(CA_KEY_TOO_SMALL)},
		{{.leaf = {GOOD}, .root = {.key = PKI_RSA1024}}, FAILS(CA_KEY_TOO_SMALL)},
		{{.leaf = {GOOD, .digest = "SHA1"}}, FAILS(CA_MD_TOO_WEAK)},
		{{.leaf = {GOOD, .digest = "MD5"}, .root = {.key = PKI_RSA2048}}, FAILS(CA_MD_TOO_WEAK)},
		{{.leaf = {GOOD}, .middle = {.name = "middle", .digest = "SHA1"}}, FAILS(CA_MD_TOO_WEAK)},
		{{.leaf = {GOOD}, .root = {.digest = "SHA1"}},
			BELIEVED}, /* nobody looks at a root's own signature */
	};

	(void)state;
	JUDGE(rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLOSED(test_names),
		CLOSED(test_chains),
		CLOSED(test_N7_trust_without_a_root),
		CLOSED(test_uses),
		CLOSED(test_strength),
	};

	return cmocka_run_group_tests(tests, pki_setup, pki_teardown);
}
