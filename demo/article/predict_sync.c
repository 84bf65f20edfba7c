/* predict_sync.c - the article's synchronous program: one name after the other, and nothing but waiting in
 * between. At the right of each line stands the article's line. */
#include "async.h"                                                             /* import requests */
                                                                               /* import time */

/* What a prediction returns. A gender of "" was null: Python's None. */
struct prediction {
	const char *name;
	char gender[16];
};

static enum status predict_gender(const char *name, struct prediction *result) /* def predict_gender(name): */
{
	char url[URL_MAX];
	struct requests_response response = {0};
	struct json data;
	enum status err = url_format(url, "https://api.genderize.io?name=%s", name); /* url = f"https://api.genderize.io?name={name}" */

	err = err ? err : requests_get(&response, url);                            /* response = requests.get(url) */
	err = err ? err : requests_json(&response, &data);                         /* data = response.json() */
	err = err ? err : json_copy(&data, "gender", result->gender, sizeof result->gender); /* return name, data['gender'] */
	result->name = name;
	requests_close(&response);
	return err;
}

static enum status sync_main(void)                                             /* def main(): */
{
	const char *names[] = {"Alice", "Bob", "Charlie", "Diana", "Eve"};         /* names = ["Alice", "Bob", "Charlie", "Diana", "Eve"] */
	double start_time = clock_seconds();                                       /* start_time = time.time() */
	struct prediction result, results[5];                                      /* results = [] */

	for (int i = 0; i < 5; i++) {                                              /* for name in names: */
		enum status err = predict_gender(names[i], &result);                   /* result = predict_gender(name) */
		if (err)
			return err;
		results[i] = result;                                                   /* results.append(result) */
	}
	double end_time = clock_seconds();                                         /* end_time = time.time() */
	printf("Time taken: %.2f seconds\n", end_time - start_time);               /* print(f"Time taken: {end_time - start_time:.2f} seconds") */
	for (int i = 0; i < 5; i++)                                                /* print(results) */
		printf(results[i].gender[0] ? "%s('%s', '%s')" : "%s('%s', %sNone)", i ? ", " : "[", results[i].name, results[i].gender);
	puts("]");
	return ASYNC_OK;
}

int main(void)                                                                 /* if __name__ == "__main__": */
{
	return async_failed(sync_main());                                          /* main() */
}
